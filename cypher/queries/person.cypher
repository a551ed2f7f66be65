// title: One person's career
// description: What is recorded of one of theirs, one row for each post, newest first.
// param person_id: string
MATCH (p:Person {id: $person_id})-[works:WORKS_AT]->(account:Account)
RETURN p.id AS person_id, p.name AS person, p.email AS email, p.phone AS phone, account.id AS account_id,
  account.name AS account, works.title AS title, works.department AS department,
  works.functions AS functions, works.layer AS layer, works.layer_source AS layer_source,
  works.valid_from AS valid_from, works.valid_to AS valid_to
ORDER BY coalesce(valid_from, '') DESC, account_id
