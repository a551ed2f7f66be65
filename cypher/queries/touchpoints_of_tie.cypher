// title: The contacts behind a tie
// description: Every contact of one of ours with one of theirs at an account, newest first, with its weight
//   and what is left of it that day. The contributions add up to the s of the tie.
// param team_id: string
// param person_id: string
// param account_id: string
// param as_of: date = today
// param zone: string = zone
// param weights: map<float> = constant
// param cc_share: float = constant
// param crowd: integer = constant
// param half_life_days: float = constant
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (:TeamMember {id: $team_id})-[:TOOK_PART]->(t:Touchpoint)<-[took:TOOK_PART]-(:Person {id: $person_id})
WHERE t.account_id = $account_id AND t.t < midnight
WITH t, took, midnight,
  size(t.people_ids) + size([id IN coalesce(t.cc_ids, []) WHERE NOT id IN t.people_ids]) AS addressed
WITH t, took, midnight, addressed,
  CASE took.part WHEN 'present' THEN 0.0 ELSE coalesce($weights[t.channel], $weights.other)
  * CASE WHEN addressed > $crowd THEN 1.0 * $crowd / addressed ELSE 1.0 END
  * CASE took.part WHEN 'cc' THEN $cc_share ELSE 1.0 END END AS weight
RETURN t.id AS touchpoint_id, t.at AS at, t.channel AS channel, took.part AS part, addressed, weight,
  weight * 2.0 ^ ((t.t - midnight) / 86400.0 / $half_life_days) AS contribution, t.purpose AS purpose,
  t.subject AS subject, t.outcome AS outcome
ORDER BY at DESC, touchpoint_id
