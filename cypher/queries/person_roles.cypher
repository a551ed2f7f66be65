// title: One person's buying roles
// description: Every role that one of theirs has or had, in which decision, and where that comes from.
// param person_id: string
MATCH (:Person {id: $person_id})-[held:HAS_ROLE]->(role:Role)
RETURN held.account_id AS account_id, role.id AS role, held.decision AS decision, held.source AS source,
  held.confidence AS confidence, held.valid_from AS valid_from, held.valid_to AS valid_to
ORDER BY account_id, role, coalesce(decision, ''), coalesce(valid_from, '')
