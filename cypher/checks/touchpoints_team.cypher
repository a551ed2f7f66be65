// title: touchpoints whose team_ids differ from who of us took part
// description: Compares the reference that each of them carries with its relationship.
MATCH (n:Touchpoint)
OPTIONAL MATCH (n)<-[:TOOK_PART]-(m:TeamMember)
WITH n, collect(m.id) AS there
WITH n.id AS id, [x IN n.team_ids WHERE x IS NOT NULL] AS wanted, there
WHERE any(x IN wanted WHERE NOT x IN there) OR any(x IN there WHERE NOT x IN wanted)
RETURN count(id) AS n, collect(id)[..5] AS examples
