// title: Loads of account managers
// description: How many accounts each of these of ours manages that day; who manages none is left out.
// param ids: list<string>
// param as_of: date
UNWIND $ids AS id
MATCH (u:TeamMember {id: id})-[c:COVERS]->(a:Account)
WHERE c.`as` = 'account_manager' AND coalesce(c.valid_from, '') <= $as_of
  AND $as_of < coalesce(c.valid_to, '9')
WITH id, count(DISTINCT a.id) AS accounts
RETURN collect(id) AS team_id, collect(accounts) AS accounts
