// title: Relations of people of accounts
// description: Lines from those who work or worked at these accounts, to anybody; a reporting line of a row
//   of people only at that row's account.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:WORKS_AT]-(p:Person)
WITH DISTINCT i, a, p
MATCH (p)-[r:INFLUENCES|CONFLICTS_WITH|REPORTS_TO]->(q:Person)
WHERE coalesce(r.account_id, a.id) = a.id
RETURN collect(i) AS account, collect(p.id) AS from_id, collect(q.id) AS to_id,
  collect(coalesce(r.kind, 'reports_to')) AS kind, collect(coalesce(r.weight, -1.0)) AS weight,
  collect(CASE r.informal WHEN true THEN 1 WHEN false THEN 0 ELSE -1 END) AS informal,
  collect(coalesce(r.source, '\u001F')) AS source, collect(coalesce(r.confidence, -1.0)) AS confidence,
  collect(coalesce(r.valid_from, '\u001F')) AS valid_from, collect(coalesce(r.valid_to, '\u001F')) AS valid_to
