// title: Buying roles
// description: Roles held by people employed at these accounts, as columns; '' and -1 stand for unknown.
// param accounts: list
MATCH (a:Account)<-[:WORKS_AT]-(p:Person)
WHERE a.id IN $accounts
WITH DISTINCT a, p
MATCH (p)-[r:HAS_ROLE]->(:Role)
WHERE r.account_id = a.id
RETURN collect(a.id) AS account_id, collect(p.id) AS person_id, collect(r.role) AS role,
  collect(coalesce(r.decision, '')) AS decision, collect(coalesce(r.source, '')) AS source,
  collect(coalesce(r.confidence, -1.0)) AS confidence,
  collect(coalesce(r.valid_from, '')) AS valid_from, collect(coalesce(r.valid_to, '')) AS valid_to
