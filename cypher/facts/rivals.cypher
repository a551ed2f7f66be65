// title: Competitors' ties
// description: Competitors' ties to people employed at these accounts, as columns; '' and -1 stand for unknown.
// param accounts: list
MATCH (a:Account)<-[:WORKS_AT]-(p:Person)
WHERE a.id IN $accounts
WITH DISTINCT a, p
MATCH (c:Competitor)-[r:TIED_TO]->(p)
RETURN collect(a.id) AS account_id, collect(c.id) AS competitor, collect(p.id) AS person_id,
  collect(coalesce(r.strength, -1.0)) AS strength, collect(coalesce(r.source, '')) AS source,
  collect(coalesce(r.valid_from, '')) AS valid_from, collect(coalesce(r.valid_to, '')) AS valid_to
