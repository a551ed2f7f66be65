// title: Competitors' ties
// description: Who of theirs a competitor is tied to that day, strongest first, and when one of ours last
//   spoke with them; of one account or all.
// param account_id: string = null
// param weakest: float = 0
// param as_of: date = today
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (rival:Competitor)-[tie:TIED_TO]->(p:Person)-[works:WORKS_AT]->(account:Account)
WHERE ($account_id IS NULL OR account.id = $account_id)
  AND coalesce(tie.strength, 0.0) >= $weakest - 1e-9 AND coalesce(tie.valid_from, '') <= $as_of
    AND $as_of < coalesce(tie.valid_to, '9')
  AND coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
CALL (p, account, midnight) {
  MATCH (p)-[took:TOOK_PART]->(t:Touchpoint)-[:AT]->(account)
  WHERE took.part = 'spoken' AND t.t < midnight
  RETURN max(t.at) AS last_contact
}
RETURN rival.id AS competitor, account.id AS account_id, account.name AS account, p.id AS person_id,
  p.name AS person, works.title AS title, works.layer AS layer, tie.strength AS strength,
    tie.source AS source,
  last_contact
ORDER BY strength IS NULL, strength DESC, competitor, account_id, person_id, title
