// title: Ties gone cold
// description: Ties that were once live and are no longer, or are silent for longer than cold_days and
//   cold_rhythm times the median gap between their days; between people still there, longest silent first.
// param account_id: string = null
// param as_of: date = today
// param zone: string = zone
// param weights: map<float> = constant
// param cc_share: float = constant
// param crowd: integer = constant
// param half_life_days: float = constant
// param live: float = constant
// param cold_days: float = constant
// param cold_rhythm: float = constant
// param cold_rhythm_days: integer = constant
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (account:Account)<-[:AT]-(t:Touchpoint)
WHERE t.t < midnight AND ($account_id IS NULL OR account.id = $account_id)
WITH account, t, midnight,
  size(t.people_ids) + size([id IN coalesce(t.cc_ids, []) WHERE NOT id IN t.people_ids]) AS addressed
MATCH (u:TeamMember)-[:TOOK_PART]->(t)<-[took:TOOK_PART]-(p:Person)
WHERE took.part IN ['spoken', 'cc'] AND coalesce(u.valid_from, '') <= $as_of
  AND $as_of < coalesce(u.valid_to, '9')
  AND EXISTS {
    MATCH (p)-[works:WORKS_AT]->(account)
    WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
  }
WITH account, u, p, t, midnight, coalesce($weights[t.channel], $weights.other)
  * CASE WHEN addressed > $crowd THEN 1.0 * $crowd / addressed ELSE 1.0 END
  * CASE took.part WHEN 'cc' THEN $cc_share ELSE 1.0 END AS weight
ORDER BY t.t, t.id
WITH account, u, p, midnight, collect({t: t.t, weight: weight}) AS contacts, max(t.at) AS last,
  max(t.t) AS last_t,
  collect(DISTINCT date(datetime({epochSeconds: toInteger(t.t), timezone: $zone}))) AS days
// Running sum: [s after the last contact so far, its second, the largest s before it].
WITH account, u, p, midnight, last, last_t, days, reduce(run = [0.0, 0, 0.0], c IN contacts | [
    run[0] * 2.0 ^ ((run[1] - c.t) / 86400.0 / $half_life_days) + c.weight,
    c.t,
    CASE WHEN run[0] > run[2] THEN run[0] ELSE run[2] END
  ]) AS run
WHERE run[0] >= $live - 1e-9 OR run[2] >= $live - 1e-9
WITH account, u, p, last, size(days) AS met_days, (midnight - last_t) / 86400.0 AS silent_days,
  run[0] * 2.0 ^ ((last_t - midnight) / 86400.0 / $half_life_days) AS s,
  [i IN range(1, size(days) - 1) | duration.inDays(days[i - 1], days[i]).days] AS gaps
CALL (gaps) {
  UNWIND gaps AS gap
  RETURN percentileCont(gap, 0.5) AS usual_gap
}
WITH account, u, p, s, last, silent_days, met_days, usual_gap,
  CASE
    WHEN s < $live - 1e-9 THEN 'no longer live'
    WHEN met_days >= $cold_rhythm_days AND silent_days > $cold_days AND silent_days > $cold_rhythm * usual_gap
      THEN 'silent'
  END AS because
WHERE because IS NOT NULL
RETURN account.id AS account_id, account.name AS account, u.id AS team_id, u.name AS team_member,
  p.id AS person_id, p.name AS person, because, s, last, silent_days, usual_gap
ORDER BY last, account_id, team_id, person_id
