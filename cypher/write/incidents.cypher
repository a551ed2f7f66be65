// title: Write incidents
// description: Makes or replaces an incident a row, with its references; counts what it found of them.
// param key: list
// param account_id: list
// param opened_at: list
// param kind: list
// param what: list
// param owner_id: list
// param severity: list
// param closed_at: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Incident {id: $key[i]})
SET n.account_id = $account_id[i], n.opened_at = $opened_at[i], n.kind = $kind[i], n.what = $what[i],
    n.owner_id = $owner_id[i], n.severity = $severity[i], n.closed_at = $closed_at[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT|OWNED_BY]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
OPTIONAL MATCH (o:TeamMember {id: coalesce($owner_id[i], '')})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
FOREACH (x IN CASE WHEN o IS NULL THEN [] ELSE [o] END | CREATE (n)-[:OWNED_BY]->(x))
RETURN count(n) AS key, count(a) AS account_id, count(o) AS owner_id
