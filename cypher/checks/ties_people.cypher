// title: ties whose person_id differs from whom they are with
// description: Compares the reference that each of them carries with its relationship.
MATCH (n:Tie)
OPTIONAL MATCH (n)-[:WITH]->(m:Person)
WITH n, collect(m.id) AS there
WITH n.id AS id, [x IN [n.person_id] WHERE x IS NOT NULL] AS wanted, there
WHERE any(x IN wanted WHERE NOT x IN there) OR any(x IN there WHERE NOT x IN wanted)
RETURN count(id) AS n, collect(id)[..5] AS examples
