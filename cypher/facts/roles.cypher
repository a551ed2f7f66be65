// title: Roles at accounts
// description: The buying roles at these accounts of those who work or worked there.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:WORKS_AT]-(p:Person)
WITH DISTINCT i, a, p
MATCH (p)-[r:HAS_ROLE {account_id: a.id}]->(:Role)
RETURN collect(i) AS account, collect(p.id) AS person_id, collect(r.role) AS role,
  collect(coalesce(r.decision, '\u001F')) AS decision, collect(coalesce(r.source, '\u001F')) AS source,
  collect(coalesce(r.confidence, -1.0)) AS confidence,
  collect(coalesce(r.valid_from, '\u001F')) AS valid_from, collect(coalesce(r.valid_to, '\u001F')) AS valid_to
