// title: The account team
// description: Who of ours covers the account that day, as what, and since when.
// param account_id: string
// param as_of: date = today
MATCH (u:TeamMember)-[c:COVERS]->(:Account {id: $account_id})
WHERE coalesce(c.valid_from, '') <= $as_of AND $as_of < coalesce(c.valid_to, '9')
  AND coalesce(u.valid_from, '') <= $as_of AND $as_of < coalesce(u.valid_to, '9')
RETURN u.id AS team_id, u.name AS team_member, c.`as` AS `as`, u.level AS level, u.function AS function,
  u.title AS title, c.valid_from AS valid_from, c.valid_to AS valid_to
ORDER BY `as`, team_id, valid_from
