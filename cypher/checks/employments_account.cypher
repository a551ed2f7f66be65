// title: employments whose account_id differs from where they lead
// description: Compares the reference that each of them carries with its relationship.
MATCH (p:Person)-[w:WORKS_AT]->(a:Account)
WHERE w.account_id <> a.id
RETURN count(w) AS n, collect(p.id)[..5] AS examples
