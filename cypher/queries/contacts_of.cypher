// title: Everybody one of ours has met
// description: The people of theirs whom one of ours spoke with, newest contact first; `others` counts those
//   of ours, still with us, who spoke with them in the last days.
// param team_id: string
// param as_of: date = today
// param days: integer = 180
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (u:TeamMember {id: $team_id})-[:TOOK_PART]->(t:Touchpoint)<-[took:TOOK_PART]-(p:Person)
WHERE took.part = 'spoken' AND t.t < midnight
MATCH (t)-[:AT]->(account:Account)
WITH u, p, account, midnight, count(t) AS contacts, min(t.at) AS first, max(t.at) AS last
CALL (u, p, account, midnight) {
  MATCH (other:TeamMember)-[:TOOK_PART]->(t:Touchpoint)<-[took:TOOK_PART]-(p)
  WHERE other.id <> u.id AND took.part = 'spoken' AND t.account_id = account.id
    AND midnight - $days * 86400 <= t.t AND t.t < midnight AND coalesce(other.valid_from, '') <= $as_of
      AND $as_of < coalesce(other.valid_to, '9')
  RETURN count(DISTINCT other) AS others
}
RETURN p.id AS person_id, p.name AS person, account.id AS account_id, account.name AS account,
  EXISTS {
    MATCH (p)-[works:WORKS_AT]->(account)
    WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
  } AS still_there,
  contacts, first, last, others
ORDER BY last DESC, account_id, person_id
