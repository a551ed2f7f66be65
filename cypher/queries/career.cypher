// title: Where a person has worked
// description: The employers and titles of one of theirs in the order of time.
// param person_id: string
MATCH (p:Person {id: $person_id})-[works:WORKS_AT]->(account:Account)
RETURN p.name AS person, account.id AS account_id, account.name AS account, works.title AS title,
  works.department AS department, works.layer AS layer, works.valid_from AS valid_from,
    works.valid_to AS valid_to
ORDER BY valid_from IS NOT NULL, valid_from, account_id
