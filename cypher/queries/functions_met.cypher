// title: Our functions with theirs
// description: Which of our functions spoke with which of theirs in the last days: pairs of people, contacts,
//   and the last one. Somebody with two functions counts in both.
// param account_id: string
// param as_of: date = today
// param days: integer = 365
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (account:Account {id: $account_id})<-[:AT]-(t:Touchpoint)
WHERE midnight - $days * 86400 <= t.t AND t.t < midnight
MATCH (u:TeamMember)-[:TOOK_PART]->(t)<-[took:TOOK_PART]-(p:Person)-[works:WORKS_AT]->(account)
WHERE took.part = 'spoken' AND coalesce(works.valid_from, '') <= $as_of
  AND $as_of < coalesce(works.valid_to, '9')
UNWIND CASE size(coalesce(works.functions, [])) WHEN 0 THEN [null] ELSE works.functions END AS theirs
RETURN u.function AS ours, theirs, count(DISTINCT [u.id, p.id]) AS pairs, count(DISTINCT t.id) AS touchpoints,
  max(t.at) AS last
ORDER BY ours, theirs
