// title: Last contact by layer
// description: For each account and each of the three layers: how many are known and when one of ours last
//   spoke with somebody there. Days are counted to the end of the day.
// param account_id: string = null
// param as_of: date = today
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (account:Account)
WHERE $account_id IS NULL OR account.id = $account_id
UNWIND [[0, 'executive'], [1, 'management'], [2, 'operating']] AS rank
WITH account, midnight, rank[0] AS place, rank[1] AS layer
CALL (account, midnight, layer) {
  MATCH (account)<-[works:WORKS_AT]-(p:Person)
  WHERE works.layer = layer AND coalesce(works.valid_from, '') <= $as_of
    AND $as_of < coalesce(works.valid_to, '9')
  OPTIONAL MATCH (p)-[took:TOOK_PART]->(t:Touchpoint)
  WHERE took.part = 'spoken' AND t.account_id = account.id AND t.t < midnight
  RETURN count(DISTINCT p) AS people, count(DISTINCT CASE WHEN t IS NOT NULL THEN p END) AS met,
    max(t.at) AS last_contact, max(t.t) AS last_t
}
RETURN account.id AS account_id, account.name AS account, layer, people, met, last_contact,
  toInteger(floor((midnight - last_t) / 86400.0)) AS days_ago
ORDER BY account_id, place
