// title: Who of ours knows whom of theirs
// description: Contacts of ours with those who work at the account that day, wherever they met: a tie from a
//   former employer is a warm way in.
// param account_id: string
// param as_of: date = today
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (p:Person)-[works:WORKS_AT]->(:Account {id: $account_id})
WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
WITH DISTINCT p, midnight
MATCH (u:TeamMember)-[:TOOK_PART]->(t:Touchpoint)<-[took:TOOK_PART]-(p)
WHERE took.part IN ['spoken', 'cc'] AND t.t < midnight
MATCH (t)-[:AT]->(met_at:Account)
RETURN p.id AS person_id, p.name AS person, u.id AS team_id, u.name AS team_member,
  coalesce(u.valid_from, '') <= $as_of AND $as_of < coalesce(u.valid_to, '9') AS still_with_us,
  met_at.id AS met_at_id, met_at.name AS met_at, met_at.id = $account_id AS here, count(t) AS contacts,
  sum(CASE took.part WHEN 'spoken' THEN 1 ELSE 0 END) AS spoken, max(t.at) AS last
ORDER BY person_id, last DESC, team_id, met_at_id
