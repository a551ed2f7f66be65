// title: lines of the strategy whose parent_id differs from what they serve
// description: Compares the reference that each of them carries with its relationship.
MATCH (n:Strategy)
OPTIONAL MATCH (n)-[:SERVES]->(m)
WITH n, collect(m.id) AS there
WITH n.id AS id, [x IN [n.parent_id] WHERE x IS NOT NULL] AS wanted, there
WHERE any(x IN wanted WHERE NOT x IN there) OR any(x IN there WHERE NOT x IN wanted)
RETURN count(id) AS n, collect(id)[..5] AS examples
