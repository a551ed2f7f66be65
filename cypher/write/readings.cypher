// title: Write readings
// description: Makes or replaces a reading a row, with its references; counts what it found of them.
// param key: list
// param account_id: list
// param at: list
// param metric: list
// param value: list
// param product: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Reading {id: $key[i]})
SET n.account_id = $account_id[i], n.at = $at[i], n.metric = $metric[i], n.value = $value[i],
    n.product = $product[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
RETURN count(n) AS key, count(a) AS account_id
