// title: Write bonds
// description: Makes or replaces a bond a row, with its references; counts what it found of them.
// param key: list
// param account_id: list
// param kind: list
// param what: list
// param at: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Bond {id: $key[i]})
SET n.account_id = $account_id[i], n.kind = $kind[i], n.what = $what[i], n.at = $at[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
RETURN count(n) AS key, count(a) AS account_id
