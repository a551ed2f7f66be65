// title: Their people
// description: Employments at these accounts, as columns; '' and -1 stand for unknown.
// param accounts: list
MATCH (p:Person)-[w:WORKS_AT]->(a:Account)
WHERE a.id IN $accounts
RETURN collect(a.id) AS account_id, collect(p.id) AS person_id, collect(p.name) AS name,
  collect(coalesce(w.title, '')) AS title, collect(coalesce(w.department, '')) AS department,
  collect(coalesce(w.functions, [])) AS functions, collect(coalesce(w.layer, '')) AS layer,
  collect(coalesce(w.layer_source, '')) AS layer_source,
  collect(coalesce(w.layer_confidence, -1.0)) AS layer_confidence,
  collect(coalesce(w.power, -1.0)) AS power, collect(coalesce(w.target, -1.0)) AS target,
  collect(coalesce(w.placeholder, false)) AS placeholder,
  collect(coalesce(w.valid_from, '')) AS valid_from, collect(coalesce(w.valid_to, '')) AS valid_to
