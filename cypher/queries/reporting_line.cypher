// title: The line above a person
// description: Whom a person reports to that day, and they in turn, up to the top; `steps` away.
// param person_id: string
// param as_of: date = today
MATCH path = (:Person {id: $person_id})-[:REPORTS_TO*1..15]->(boss:Person)
WHERE all(line IN relationships(path) WHERE coalesce(line.valid_from, '') <= $as_of
  AND $as_of < coalesce(line.valid_to, '9'))
WITH boss, min(length(path)) AS steps
OPTIONAL MATCH (boss)-[works:WORKS_AT]->(account:Account)
WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
RETURN steps, boss.id AS person_id, boss.name AS person, works.title AS title, works.layer AS layer,
  account.id AS account_id
ORDER BY steps, person_id, account_id, title
