// title: Lines of people
// description: How many relations, roles and competitors' ties these people have, and whose; roles with their accounts.
// param id: list
UNWIND $id AS id
MATCH (p:Person {id: id})
OPTIONAL MATCH (p)-[r:INFLUENCES|CONFLICTS_WITH|REPORTS_TO]-(:Person)
WHERE r.kind IS NOT NULL
WITH p, collect(r.key) AS relations
OPTIONAL MATCH (p)-[h:HAS_ROLE]->(:Role)
WITH p, relations, collect(CASE WHEN h IS NULL THEN null ELSE [h.account_id, h.decision] END) AS roles
OPTIONAL MATCH (p)<-[:TIED_TO]-(c:Competitor)
RETURN p.id AS id, relations, roles, collect(c.id) AS competitors
