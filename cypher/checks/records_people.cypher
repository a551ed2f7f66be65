// title: records whose person_id or to_person_id differs from whom they concern
// description: Compares the reference that each of them carries with its relationship.
MATCH (n:Assessment|Survey|Need|Strategy|Change|Commitment|Action)
OPTIONAL MATCH (n)-[:CONCERNS]->(m:Person)
WITH n, collect(m.id) AS there
WITH n.id AS id, [x IN [n.person_id, n.to_person_id] WHERE x IS NOT NULL] AS wanted, there
WHERE any(x IN wanted WHERE NOT x IN there) OR any(x IN there WHERE NOT x IN wanted)
RETURN count(id) AS n, collect(id)[..5] AS examples
