// title: Their people
// description: Who works at the account that day, by layer from the top, with what is recorded of each and
//   when one of ours last spoke with or wrote to them.
// param account_id: string
// param as_of: date = today
// param layer: string = null
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (p:Person)-[works:WORKS_AT]->(account:Account {id: $account_id})
WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
  AND ($layer IS NULL OR works.layer = $layer)
CALL (p, account, midnight) {
  MATCH (p)-[took:TOOK_PART]->(t:Touchpoint)-[:AT]->(account)
  WHERE took.part = 'spoken' AND t.t < midnight
  RETURN max(t.at) AS last_contact
}
OPTIONAL MATCH (manager:Person {id: coalesce(works.reports_to, '')})
RETURN p.id AS person_id, p.name AS person, works.title AS title, works.department AS department,
  works.functions AS functions, works.layer AS layer, works.layer_source AS layer_source,
    works.power AS power,
  works.target AS target, coalesce(p.placeholder, false) AS placeholder, manager.name AS reports_to,
  works.valid_from AS valid_from, works.valid_to AS valid_to, last_contact
ORDER BY CASE layer
    WHEN 'executive' THEN 0
    WHEN 'management' THEN 1
    WHEN 'operating' THEN 2
    ELSE 3
  END, person, person_id, valid_from
