// title: people who work nowhere
// description: Finds people without any employment, which no import leaves behind.
MATCH (p:Person)
WHERE NOT (p)-[:WORKS_AT]->(:Account)
RETURN count(p) AS n, collect(p.id)[..5] AS examples
