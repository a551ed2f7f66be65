// title: Accounts that hang on one person
// description: Accounts where in the last days only one of ours, or only one of theirs, took part in all
//   conversations; largest value first.
// param as_of: date = today
// param days: integer = 180
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (account:Account)<-[:AT]-(t:Touchpoint)
WHERE midnight - $days * 86400 <= t.t AND t.t < midnight
MATCH (u:TeamMember)-[:TOOK_PART]->(t)<-[took:TOOK_PART]-(p:Person)
WHERE took.part = 'spoken'
WITH account, collect(DISTINCT u.name) AS ours, collect(DISTINCT p.name) AS theirs,
  count(DISTINCT u) AS ours_met, count(DISTINCT p) AS theirs_met, count(DISTINCT t) AS touchpoints
WHERE ours_met = 1 OR theirs_met = 1
RETURN account.id AS account_id, account.name AS account, account.currency AS currency,
  account.annual_value AS annual_value, ours_met, theirs_met,
  CASE ours_met WHEN 1 THEN ours[0] END AS only_ours,
    CASE theirs_met WHEN 1 THEN theirs[0] END AS only_theirs,
  touchpoints
ORDER BY annual_value IS NULL, annual_value DESC, account_id
