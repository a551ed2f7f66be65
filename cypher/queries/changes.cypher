// title: Changes at accounts
// description: Who came, went, rose or moved, and how power shifted, newest first; of one account or of all.
// param account_id: string = null
// param since: date = null
// param as_of: date = today
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
WITH substring(toString(datetime({epochSeconds: midnight})), 0, 16) + ':00Z' AS end
MATCH (c:Change)
WHERE ($account_id IS NULL OR c.account_id = $account_id)
  AND ($since IS NULL OR c.at >= $since)
  AND CASE size(c.at) WHEN 10 THEN c.at <= $as_of ELSE c.at < end END
OPTIONAL MATCH (account:Account {id: c.account_id})
OPTIONAL MATCH (p:Person {id: coalesce(c.person_id, '')})
OPTIONAL MATCH (to:Person {id: coalesce(c.to_person_id, '')})
RETURN c.id AS change_id, c.at AS at, c.account_id AS account_id, account.name AS account, c.kind AS kind,
  c.person_id AS person_id, p.name AS person, c.from_title AS from_title, c.to_title AS to_title,
  c.to_person_id AS to_person_id, to.name AS to_person, c.decision AS decision, c.note AS note
ORDER BY at DESC, change_id
