// title: Find a person
// description: People whose name or address contains the text, with everywhere they work or worked; in
//   capitals or not.
// param text: search
// param most: integer = 50
MATCH (p:Person)
WHERE p.search CONTAINS $text OR toLower(p.email) CONTAINS $text
OPTIONAL MATCH (p)-[works:WORKS_AT]->(account:Account)
RETURN p.id AS person_id, p.name AS person, p.email AS email, account.id AS account_id,
  account.name AS account,
  works.title AS title, works.layer AS layer, works.valid_from AS valid_from, works.valid_to AS valid_to
ORDER BY person, person_id, valid_from IS NOT NULL, valid_from, account_id
LIMIT $most
