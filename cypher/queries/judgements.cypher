// title: What we think of each of theirs
// description: The newest assessment by each author of everybody who works at the account that day.
//   Colleagues may disagree; both are shown.
// param account_id: string
// param as_of: date = today
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
WITH substring(toString(datetime({epochSeconds: midnight})), 0, 16) + ':00Z' AS end
MATCH (j:Assessment)-[:CONCERNS]->(p:Person)-[works:WORKS_AT]->(:Account {id: $account_id})
WHERE CASE size(j.at) WHEN 10 THEN j.at <= $as_of ELSE j.at < end END
  AND coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
WITH DISTINCT p, j
ORDER BY j.at DESC, j.id
WITH p, j.author AS author, collect(j) AS judged
WITH p, author, judged[0] AS j
RETURN p.id AS person_id, p.name AS person, author, j.at AS at, j.support AS support, j.power AS power,
  j.trust_conduct AS trust_conduct, j.trust_expertise AS trust_expertise, j.trust_personal AS trust_personal,
  j.trust_interest AS trust_interest, j.satisfaction AS satisfaction, j.loyalty AS loyalty,
  j.confidence AS confidence, j.source AS source, j.note AS note
ORDER BY person_id, author
