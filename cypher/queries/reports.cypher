// title: Who reports to a person
// description: Everybody below a person that day, with the number of steps between.
// param person_id: string
// param as_of: date = today
MATCH path = (below:Person)-[:REPORTS_TO*1..15]->(:Person {id: $person_id})
WHERE all(line IN relationships(path) WHERE coalesce(line.valid_from, '') <= $as_of
  AND $as_of < coalesce(line.valid_to, '9'))
WITH below, min(length(path)) AS steps
OPTIONAL MATCH (below)-[works:WORKS_AT]->(account:Account)
WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
RETURN steps, below.id AS person_id, below.name AS person, works.title AS title, works.layer AS layer,
  account.id AS account_id
ORDER BY steps, person_id, account_id, title
