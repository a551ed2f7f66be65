// title: Search people
// description: People of theirs whose name holds a text (without case and accents) or whose id it is, by name,
//   with where they work or worked; `after_name` and `after_id` go on behind a row.
// param search: string
// param id: string = null
// param as_of: date = today
// param after_name: string = null
// param after_id: string = null
// param limit: integer = 100
MATCH (p:Person)
WHERE (p.search CONTAINS $search OR p.id = $id)
  AND ($after_name IS NULL OR p.name > $after_name OR p.name = $after_name AND p.id > $after_id)
WITH p ORDER BY p.name, p.id LIMIT $limit
MATCH (p)-[works:WORKS_AT]->(account:Account)
RETURN p.id AS person_id, p.name AS person, works.title AS title, account.id AS account_id,
  account.name AS account,
  coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9') AS current
ORDER BY person, person_id, current DESC, works.valid_from DESC, account_id
