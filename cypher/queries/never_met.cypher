// title: Known, but never met
// description: People who work at the account that day and whom none of ours has ever spoken with or written
//   to; placeholders are marked.
// param account_id: string = null
// param as_of: date = today
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (p:Person)-[works:WORKS_AT]->(account:Account)
WHERE ($account_id IS NULL OR account.id = $account_id)
  AND coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
  AND NOT EXISTS {
    MATCH (p)-[took:TOOK_PART]->(t:Touchpoint)-[:AT]->(account)
    WHERE took.part = 'spoken' AND t.t < midnight
  }
RETURN account.id AS account_id, account.name AS account, p.id AS person_id, p.name AS person,
  works.title AS title, works.layer AS layer, coalesce(p.placeholder, false) AS placeholder,
  EXISTS {
    MATCH (p)-[took:TOOK_PART]->(t:Touchpoint)-[:AT]->(account)
    WHERE took.part <> 'spoken' AND t.t < midnight
  } AS was_there
ORDER BY account_id, CASE layer
    WHEN 'executive' THEN 0
    WHEN 'management' THEN 1
    WHEN 'operating' THEN 2
    ELSE 3
  END, person_id, title
