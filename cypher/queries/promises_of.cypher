// title: Promises of one of ours
// description: Every commitment that one of ours owns, by the day it is due.
// param team_id: string
MATCH (c:Commitment)-[:OWNED_BY]->(:TeamMember {id: $team_id})
RETURN c.id AS id, c.account_id AS account_id, c.what AS what, c.owner_id AS owner_id,
  c.person_id AS person_id, c.made_at AS made_at, c.due AS due, c.kept_at AS kept_at
ORDER BY due IS NULL, due, id
