// title: Competitors' ties with people of accounts
// description: Competitors' ties to those who work or worked at these accounts.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:WORKS_AT]-(p:Person)
WITH DISTINCT i, a, p
MATCH (p)<-[r:TIED_TO]-(c:Competitor)
RETURN collect(i) AS account, collect(c.id) AS competitor, collect(p.id) AS person_id,
  collect(coalesce(r.strength, -1.0)) AS strength, collect(coalesce(r.source, '\u001F')) AS source,
  collect(coalesce(r.valid_from, '\u001F')) AS valid_from, collect(coalesce(r.valid_to, '\u001F')) AS valid_to
