// title: Who plays which part
// description: The recorded buying roles at the account that day, by decision, and when one of ours last
//   spoke with each holder.
// param account_id: string
// param as_of: date = today
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (p:Person)-[role:HAS_ROLE]->(:Role)
WHERE role.account_id = $account_id AND coalesce(role.valid_from, '') <= $as_of
  AND $as_of < coalesce(role.valid_to, '9')
CALL (p, midnight) {
  MATCH (p)-[took:TOOK_PART]->(t:Touchpoint {account_id: $account_id})
  WHERE took.part = 'spoken' AND t.t < midnight
  RETURN max(t.at) AS last_contact
}
RETURN role.decision AS decision, role.role AS role, p.id AS person_id, p.name AS person,
  EXISTS {
    MATCH (p)-[works:WORKS_AT]->(:Account {id: $account_id})
    WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
  } AS works_there,
  role.source AS source, role.confidence AS confidence, last_contact
ORDER BY decision IS NOT NULL, decision, role, person_id
