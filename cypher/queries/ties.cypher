// title: Ties of an account
// description: What the contacts of each of ours with each of theirs add up to that day: s, its strength, and
//   whether it is live. Who has left, on either side, holds none.
// param account_id: string
// param as_of: date = today
// param zone: string = zone
// param weights: map<float> = constant
// param cc_share: float = constant
// param crowd: integer = constant
// param half_life_days: float = constant
// param kappa: float = constant
// param live: float = constant
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (account:Account {id: $account_id})<-[:AT]-(t:Touchpoint)
WHERE t.t < midnight
WITH account, t, midnight,
  size(t.people_ids) + size([id IN coalesce(t.cc_ids, []) WHERE NOT id IN t.people_ids]) AS addressed
MATCH (u:TeamMember)-[:TOOK_PART]->(t)<-[took:TOOK_PART]-(p:Person)
WHERE took.part IN ['spoken', 'cc'] AND coalesce(u.valid_from, '') <= $as_of
  AND $as_of < coalesce(u.valid_to, '9')
  AND EXISTS {
    MATCH (p)-[works:WORKS_AT]->(account)
    WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
  }
WITH u, p, t, midnight, coalesce($weights[t.channel], $weights.other)
  * CASE WHEN addressed > $crowd THEN 1.0 * $crowd / addressed ELSE 1.0 END
  * CASE took.part WHEN 'cc' THEN $cc_share ELSE 1.0 END AS weight
WITH u, p, sum(weight * 2.0 ^ ((t.t - midnight) / 86400.0 / $half_life_days)) AS s, count(t) AS contacts,
  min(t.at) AS first, max(t.at) AS last
RETURN u.id AS team_id, u.name AS team_member, p.id AS person_id, p.name AS person, s,
  1 - exp(-s / $kappa) AS strength, s >= $live - 1e-9 AS live, contacts, first, last
ORDER BY round(s, 9) DESC, team_id, person_id
