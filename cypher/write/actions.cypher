// title: Write actions
// description: Makes or replaces an action a row, with its references; counts what it found of them.
// param key: list
// param account_id: list
// param team_id: list
// param person_id: list
// param aim: list
// param message: list
// param made_at: list
// param due: list
// param done_at: list
// param outcome: list
// param because: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Action {id: $key[i]})
SET n.account_id = $account_id[i], n.team_id = $team_id[i], n.person_id = $person_id[i],
    n.aim = $aim[i], n.message = $message[i], n.made_at = $made_at[i], n.due = $due[i],
    n.done_at = $done_at[i], n.outcome = $outcome[i], n.because = $because[i]
WITH i, n
OPTIONAL MATCH (n)-[old:ABOUT|CONCERNS|OWNED_BY]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (a:Account {id: $account_id[i]})
OPTIONAL MATCH (o:TeamMember {id: coalesce($team_id[i], '')})
OPTIONAL MATCH (p:Person {id: coalesce($person_id[i], '')})
FOREACH (x IN CASE WHEN a IS NULL THEN [] ELSE [a] END | CREATE (n)-[:ABOUT]->(x))
FOREACH (x IN CASE WHEN o IS NULL THEN [] ELSE [o] END | CREATE (n)-[:OWNED_BY]->(x))
FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (n)-[:CONCERNS]->(x))
RETURN count(n) AS key, count(a) AS account_id, count(o) AS team_id, count(p) AS person_id
