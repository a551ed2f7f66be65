// title: The strategy of an account
// description: Goals, obstacles, offers, strengths and the like, with the goal, obstacle or need that each
//   serves.
// param account_id: string
MATCH (s:Strategy {account_id: $account_id})
OPTIONAL MATCH (above:Strategy {id: coalesce(s.parent_id, '')})
OPTIONAL MATCH (need:Need {id: coalesce(s.parent_id, '')})
OPTIONAL MATCH (p:Person {id: coalesce(s.person_id, '')})
RETURN s.id AS strategy_id, s.kind AS kind, s.what AS what, s.parent_id AS serves_id,
  coalesce(above.what, need.what) AS serves, p.name AS person, s.at AS at, s.author AS author
ORDER BY kind, strategy_id
