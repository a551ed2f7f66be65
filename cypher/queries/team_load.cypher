// title: What each of ours carries
// description: For everybody with us that day: accounts managed, accounts covered in any function, promises
//   open and contacts in the last days; most accounts managed first.
// param as_of: date = today
// param days: integer = 90
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (u:TeamMember)
WHERE coalesce(u.valid_from, '') <= $as_of AND $as_of < coalesce(u.valid_to, '9')
CALL (u) {
  MATCH (u)-[c:COVERS]->(account:Account)
  WHERE coalesce(c.valid_from, '') <= $as_of AND $as_of < coalesce(c.valid_to, '9')
  RETURN count(DISTINCT CASE c.`as` WHEN 'account_manager' THEN account.id END) AS manages,
    count(DISTINCT account.id) AS covers
}
CALL (u) {
  MATCH (promise:Commitment {owner_id: u.id})
  WHERE left(coalesce(promise.made_at, ''), 10) <= $as_of
    AND $as_of < left(coalesce(promise.kept_at, '9'), 10)
  RETURN count(promise) AS open_commitments
}
CALL (u, midnight) {
  MATCH (u)-[:TOOK_PART]->(t:Touchpoint)
  WHERE midnight - $days * 86400 <= t.t AND t.t < midnight
  RETURN count(t) AS touchpoints
}
RETURN u.id AS team_id, u.name AS team_member, u.level AS level, u.function AS function, manages, covers,
  open_commitments, touchpoints
ORDER BY manages DESC, covers DESC, team_id
