// title: Write needs
// description: Makes or replaces a need a row, with its references; counts what it found of them.
// param key: list
// param account_id: list
// param kind: list
// param what: list
// param person_id: list
// param hidden: list
// param owner_id: list
// param status: list
// param solution: list
// param value: list
// param at: list
// param author: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Need {id: $key[i]})
SET n.account_id = $account_id[i], n.kind = $kind[i], n.what = $what[i], n.person_id = $person_id[i],
    n.hidden = $hidden[i], n.owner_id = $owner_id[i], n.status = $status[i], n.solution = $solution[i],
    n.value = $value[i], n.at = $at[i], n.author = $author[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT|CONCERNS|OWNED_BY]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
OPTIONAL MATCH (p:Person {id: coalesce($person_id[i], '')})
OPTIONAL MATCH (o:TeamMember {id: coalesce($owner_id[i], '')})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (n)-[:CONCERNS]->(x))
FOREACH (x IN CASE WHEN o IS NULL THEN [] ELSE [o] END | CREATE (n)-[:OWNED_BY]->(x))
RETURN count(n) AS key, count(a) AS account_id, count(p) AS person_id, count(o) AS owner_id
