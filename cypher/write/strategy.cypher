// title: Write strategy
// description: Makes or replaces a line of the strategy a row, with its references; counts what it found of them.
// param key: list
// param account_id: list
// param kind: list
// param what: list
// param parent_id: list
// param person_id: list
// param at: list
// param author: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Strategy {id: $key[i]})
SET n.account_id = $account_id[i], n.kind = $kind[i], n.what = $what[i], n.parent_id = $parent_id[i],
    n.person_id = $person_id[i], n.at = $at[i], n.author = $author[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT|CONCERNS|SERVES]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
OPTIONAL MATCH (p:Person {id: coalesce($person_id[i], '')})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (n)-[:CONCERNS]->(x))
RETURN count(n) AS key, count(a) AS account_id, count(p) AS person_id
