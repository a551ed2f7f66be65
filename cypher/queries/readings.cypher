// title: Readings over time
// description: Share of wallet, revenue, margin and other figures of an account in the order of time, with
//   the change since the reading before.
// param account_id: string
// param metric: string = null
MATCH (r:Reading {account_id: $account_id})
WHERE $metric IS NULL OR r.metric = $metric
WITH r
ORDER BY r.at
WITH r.metric AS metric, r.product AS product, collect({at: r.at, value: r.value}) AS found
UNWIND range(0, size(found) - 1) AS i
RETURN metric, product, found[i].at AS at, found[i].value AS value,
  CASE WHEN i > 0 THEN found[i].value - found[i - 1].value END AS change
ORDER BY metric, product IS NOT NULL, product, at
