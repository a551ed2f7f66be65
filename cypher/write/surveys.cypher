// title: Write surveys
// description: Makes or replaces a survey answer a row, with its references; counts what it found of them.
// param key: list
// param account_id: list
// param at: list
// param question: list
// param score: list
// param person_id: list
// param factor: list
// param moment: list
// param source: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Survey {id: $key[i]})
SET n.account_id = $account_id[i], n.at = $at[i], n.question = $question[i], n.score = $score[i],
    n.person_id = $person_id[i], n.factor = $factor[i], n.moment = $moment[i], n.source = $source[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT|CONCERNS]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
OPTIONAL MATCH (p:Person {id: coalesce($person_id[i], '')})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (n)-[:CONCERNS]->(x))
RETURN count(n) AS key, count(a) AS account_id, count(p) AS person_id
