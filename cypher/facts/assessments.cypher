// title: Judgements
// description: Support and power of people employed at these accounts, as columns; '' and -1 stand for unknown.
// param accounts: list
MATCH (a:Account)<-[:WORKS_AT]-(p:Person)
WHERE a.id IN $accounts
WITH DISTINCT a, p
MATCH (n:Assessment)-[:CONCERNS]->(p)
RETURN collect(a.id) AS account_id, collect(p.id) AS person_id, collect(n.author) AS author,
  collect(n.at) AS at, collect(coalesce(n.support, '')) AS support, collect(coalesce(n.power, -1.0)) AS power,
  collect(coalesce(n.confidence, -1.0)) AS confidence
