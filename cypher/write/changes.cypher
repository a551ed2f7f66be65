// title: Write changes
// description: Makes or replaces a change a row, with its references; counts what it found of them.
// param key: list
// param at: list
// param account_id: list
// param kind: list
// param person_id: list
// param to_person_id: list
// param decision: list
// param from_title: list
// param to_title: list
// param note: list
// param source: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Change {id: $key[i]})
SET n.at = $at[i], n.account_id = $account_id[i], n.kind = $kind[i], n.person_id = $person_id[i],
    n.to_person_id = $to_person_id[i], n.decision = $decision[i], n.from_title = $from_title[i],
    n.to_title = $to_title[i], n.note = $note[i], n.source = $source[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT|CONCERNS]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
OPTIONAL MATCH (p:Person {id: coalesce($person_id[i], '')})
OPTIONAL MATCH (q:Person {id: coalesce($to_person_id[i], '')})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (n)-[:CONCERNS]->(x))
FOREACH (x IN CASE WHEN q IS NULL THEN [] ELSE [q] END | CREATE (n)-[:CONCERNS]->(x))
RETURN count(n) AS key, count(a) AS account_id, count(p) AS person_id, count(q) AS to_person_id
