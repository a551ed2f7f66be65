// title: Lines and roles of people of accounts
// description: Relations from those who work or worked at these accounts, to anybody, and their buying roles
//   there: of a role `kind` is unknown, and `to_id` is the role. Reporting lines of rows of people are left
//   out, as they stand with the employments. One walk for both: that is what costs.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:WORKS_AT]-(p:Person)
WITH DISTINCT i, a, p
MATCH (p)-[r:INFLUENCES|CONFLICTS_WITH|REPORTS_TO|HAS_ROLE]->(q)
WHERE r.kind IS NOT NULL OR (r.role IS NOT NULL AND r.account_id = a.id)
RETURN collect(i) AS account, collect(p.id) AS from_id, collect(coalesce(r.role, q.id)) AS to_id,
  collect(coalesce(r.kind, '\u001F')) AS kind, collect(coalesce(r.weight, -1.0)) AS weight,
  collect(CASE r.informal WHEN true THEN 1 WHEN false THEN 0 ELSE -1 END) AS informal,
  collect(coalesce(r.decision, '\u001F')) AS decision, collect(coalesce(r.source, '\u001F')) AS source,
  collect(coalesce(r.confidence, -1.0)) AS confidence,
  collect(coalesce(r.valid_from, '\u001F')) AS valid_from, collect(coalesce(r.valid_to, '\u001F')) AS valid_to
