// title: How we meet an account
// description: Contacts of the last days by channel and by who began them.
// param account_id: string
// param as_of: date = today
// param days: integer = 365
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (:Account {id: $account_id})<-[:AT]-(t:Touchpoint)
WHERE midnight - $days * 86400 <= t.t AND t.t < midnight
RETURN t.channel AS channel, count(t) AS touchpoints,
  sum(CASE t.initiated_by WHEN 'us' THEN 1 ELSE 0 END) AS begun_by_us,
  sum(CASE t.initiated_by WHEN 'them' THEN 1 ELSE 0 END) AS begun_by_them, max(t.at) AS last
ORDER BY touchpoints DESC, channel
