// title: Write what lines of the strategy serve
// description: Joins each line to the line or need that it serves; the line's old parent is let go.
// param key: list
// param parent_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (n:Strategy {id: $key[i]})
OPTIONAL MATCH (s:Strategy {id: coalesce($parent_id[i], '')})
OPTIONAL MATCH (d:Need {id: coalesce($parent_id[i], '')})
FOREACH (x IN CASE WHEN s IS NULL THEN [] ELSE [s] END | CREATE (n)-[:SERVES]->(x))
FOREACH (x IN CASE WHEN s IS NULL AND d IS NOT NULL THEN [d] ELSE [] END | CREATE (n)-[:SERVES]->(x))
RETURN count(n) AS key, count(coalesce(s, d)) AS parent_id
