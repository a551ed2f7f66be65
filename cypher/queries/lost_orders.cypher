// title: Orders lost to competitors
// description: Orders that went to somebody else, newest first; of one account or all.
// param account_id: string = null
// param since: date = null
// param as_of: date = today
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
WITH substring(toString(datetime({epochSeconds: midnight})), 0, 16) + ':00Z' AS end
MATCH (o:Order)
WHERE o.lost_to IS NOT NULL AND ($account_id IS NULL OR o.account_id = $account_id)
  AND ($since IS NULL OR o.at >= $since)
  AND CASE size(o.at) WHEN 10 THEN o.at <= $as_of ELSE o.at < end END
MATCH (account:Account {id: o.account_id})
RETURN o.id AS order_id, o.at AS at, account.id AS account_id, account.name AS account,
  o.lost_to AS competitor,
  o.product AS product, o.amount AS amount, o.currency AS currency
ORDER BY at DESC, order_id
