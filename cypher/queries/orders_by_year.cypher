// title: Orders by year
// description: What the account ordered from us in each year and currency, and what it gave to competitors.
// param account_id: string
MATCH (o:Order {account_id: $account_id})
RETURN left(o.at, 4) AS year, o.currency AS currency,
  sum(CASE WHEN o.lost_to IS NULL THEN 1 ELSE 0 END) AS orders,
  sum(CASE WHEN o.lost_to IS NULL THEN o.amount ELSE 0.0 END) AS amount,
  sum(CASE WHEN o.lost_to IS NOT NULL THEN 1 ELSE 0 END) AS lost,
  sum(CASE WHEN o.lost_to IS NOT NULL THEN o.amount ELSE 0.0 END) AS lost_amount
ORDER BY year, currency IS NOT NULL, currency
