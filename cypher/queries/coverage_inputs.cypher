// title: What coverage is computed from
// description: Everybody who works at the account that day with layer, functions, roles, recorded power and
//   their live ties. Coverage of a person is 1 − Π(1 − strength) over live ties; placeholders are known,
//   never reached.
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
MATCH (account:Account {id: $account_id})
CALL (account, midnight) {
  MATCH (account)<-[:AT]-(t:Touchpoint)
  WHERE t.t < midnight
  WITH t, midnight,
  size(t.people_ids) + size([id IN coalesce(t.cc_ids, []) WHERE NOT id IN t.people_ids]) AS addressed
  MATCH (u:TeamMember)-[:TOOK_PART]->(t)<-[took:TOOK_PART]-(p:Person)
  WHERE took.part IN ['spoken', 'cc'] AND coalesce(u.valid_from, '') <= $as_of
    AND $as_of < coalesce(u.valid_to, '9')
  WITH u, p, t, midnight, coalesce($weights[t.channel], $weights.other)
  * CASE WHEN addressed > $crowd THEN 1.0 * $crowd / addressed ELSE 1.0 END
  * CASE took.part WHEN 'cc' THEN $cc_share ELSE 1.0 END AS weight
  WITH u, p, sum(weight * 2.0 ^ ((t.t - midnight) / 86400.0 / $half_life_days)) AS s
  WHERE s >= $live - 1e-9
  RETURN collect({person_id: p.id, team_id: u.id, strength: 1 - exp(-s / $kappa)}) AS live_ties
}
MATCH (p:Person)-[works:WORKS_AT]->(account)
WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
WITH account, p, works,
  [tie IN live_ties WHERE tie.person_id = p.id AND NOT coalesce(p.placeholder, false)] AS ties
RETURN p.id AS person_id, p.name AS person, works.layer AS layer, works.functions AS functions,
  COLLECT {
    MATCH (p)-[role:HAS_ROLE]->(:Role)
    WHERE role.account_id = account.id AND coalesce(role.valid_from, '') <= $as_of
      AND $as_of < coalesce(role.valid_to, '9')
    RETURN DISTINCT role.role AS held ORDER BY held
  } AS roles,
  coalesce(p.placeholder, false) AS placeholder, works.power AS power, works.target AS target,
  size(ties) AS live_ties, 1 - reduce(missed = 1.0, tie IN ties | missed * (1 - tie.strength)) AS coverage
ORDER BY CASE layer
    WHEN 'executive' THEN 0
    WHEN 'management' THEN 1
    WHEN 'operating' THEN 2
    ELSE 3
  END, person_id, works.valid_from
