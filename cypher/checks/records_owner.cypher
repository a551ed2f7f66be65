// title: records whose owner_id or team_id differs from who owns them
// description: Compares the reference that each of them carries with its relationship.
MATCH (n:Need|Incident|Commitment|Action)
OPTIONAL MATCH (n)-[:OWNED_BY]->(m:TeamMember)
WITH n, collect(m.id) AS there
WITH n.id AS id, [x IN [n.owner_id, n.team_id] WHERE x IS NOT NULL] AS wanted, there
WHERE any(x IN wanted WHERE NOT x IN there) OR any(x IN there WHERE NOT x IN wanted)
RETURN count(id) AS n, collect(id)[..5] AS examples
