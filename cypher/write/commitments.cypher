// title: Write commitments
// description: Makes or replaces a commitment a row, with its references; counts what it found of them.
// param key: list
// param account_id: list
// param what: list
// param owner_id: list
// param person_id: list
// param made_at: list
// param due: list
// param kept_at: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Commitment {id: $key[i]})
SET n.account_id = $account_id[i], n.what = $what[i], n.owner_id = $owner_id[i],
    n.person_id = $person_id[i], n.made_at = $made_at[i], n.due = $due[i], n.kept_at = $kept_at[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT|CONCERNS|OWNED_BY]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
OPTIONAL MATCH (o:TeamMember {id: coalesce($owner_id[i], '')})
OPTIONAL MATCH (p:Person {id: coalesce($person_id[i], '')})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
FOREACH (x IN CASE WHEN o IS NULL THEN [] ELSE [o] END | CREATE (n)-[:OWNED_BY]->(x))
FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (n)-[:CONCERNS]->(x))
RETURN count(n) AS key, count(a) AS account_id, count(o) AS owner_id, count(p) AS person_id
