// title: people whose reports_to differs from their reporting lines
// description: Compares the superiors that their employments name with the lines to people that come from employments.
MATCH (p:Person)-[w:WORKS_AT]->(:Account)
WITH p, [x IN collect(w.reports_to) WHERE x IS NOT NULL] AS wanted
OPTIONAL MATCH (p)-[r:REPORTS_TO]->(b:Person)
WHERE r.kind IS NULL
WITH p.id AS id, wanted, collect(b.id) AS there
WHERE any(x IN wanted WHERE NOT x IN there) OR any(x IN there WHERE NOT x IN wanted)
RETURN count(id) AS n, collect(id)[..5] AS examples
