// title: Our people
// description: Everybody of ours by name, leavers too, with the accounts that they cover that day.
// param as_of: date = today
MATCH (u:TeamMember)
RETURN u.id AS team_id, u.name AS name, u.title AS title, u.level AS level, u.function AS function,
  u.valid_from AS valid_from, u.valid_to AS valid_to, u.left_to AS left_to,
  COLLECT {
    MATCH (u)-[c:COVERS]->(account:Account)
    WHERE coalesce(c.valid_from, '') <= $as_of AND $as_of < coalesce(c.valid_to, '9')
      AND coalesce(u.valid_from, '') <= $as_of AND $as_of < coalesce(u.valid_to, '9')
    RETURN DISTINCT account.id ORDER BY account.id
  } AS accounts
ORDER BY name, team_id
