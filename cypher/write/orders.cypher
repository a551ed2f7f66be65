// title: Write orders
// description: Makes or replaces an order a row, with its references; counts what it found of them.
// param key: list
// param account_id: list
// param at: list
// param amount: list
// param currency: list
// param product: list
// param lost_to: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Order {id: $key[i]})
SET n.account_id = $account_id[i], n.at = $at[i], n.amount = $amount[i], n.currency = $currency[i],
    n.product = $product[i], n.lost_to = $lost_to[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
RETURN count(n) AS key, count(a) AS account_id
