// title: Lines between their people
// description: Every line from somebody employed at these accounts, as columns; '' and -1 stand for unknown. Lines that leave the account are left out by the reader.
// param accounts: list
MATCH (a:Account)<-[:WORKS_AT]-(p:Person)
WHERE a.id IN $accounts
WITH DISTINCT a, p
MATCH (p)-[r:INFLUENCES|CONFLICTS_WITH|REPORTS_TO]->(q:Person)
RETURN collect(a.id) AS account_id, collect(p.id) AS from_id, collect(q.id) AS to_id,
  collect(type(r)) AS type, collect(coalesce(r.kind, '')) AS kind,
  collect(coalesce(r.account_id, '')) AS only_at, collect(coalesce(r.weight, -1.0)) AS weight,
  collect(coalesce(r.informal, false)) AS informal, collect(coalesce(r.source, '')) AS source,
  collect(coalesce(r.confidence, -1.0)) AS confidence,
  collect(coalesce(r.valid_from, '')) AS valid_from, collect(coalesce(r.valid_to, '')) AS valid_to
