// title: People of accounts
// description: Everybody who works or worked at these accounts, a place in the columns for each employment.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[w:WORKS_AT]-(p:Person)
RETURN collect(i) AS account, collect(p.id) AS person_id, collect(coalesce(w.name, p.name)) AS name,
  collect(coalesce(w.title, '\u001F')) AS title, collect(coalesce(w.department, '\u001F')) AS department,
  collect(coalesce(w.functions, [])) AS functions, collect(coalesce(w.layer, '\u001F')) AS layer,
  collect(coalesce(w.layer_source, '\u001F')) AS layer_source,
  collect(coalesce(w.layer_confidence, -1.0)) AS layer_confidence, collect(coalesce(w.power, -1.0)) AS power,
  collect(coalesce(w.target, -1.0)) AS target,
  collect(CASE w.placeholder WHEN true THEN 1 WHEN false THEN 0 ELSE -1 END) AS placeholder,
  collect(coalesce(w.valid_from, '\u001F')) AS valid_from, collect(coalesce(w.valid_to, '\u001F')) AS valid_to,
  collect(coalesce(w.reports_to, '\u001F')) AS reports_to
