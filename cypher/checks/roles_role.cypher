// title: roles that differ from what they lead to
// description: Compares the reference that each of them carries with its relationship.
MATCH (p:Person)-[h:HAS_ROLE]->(r:Role)
WHERE h.role <> r.id
RETURN count(h) AS n, collect(p.id)[..5] AS examples
