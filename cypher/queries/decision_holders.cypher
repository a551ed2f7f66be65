// title: Who holds the decision
// description: The recorded deciders, approvers, economic and technical buyers that day; if there are none,
//   everybody in management and executive. `source` says which of the two.
// param account_id: string
// param as_of: date = today
MATCH (p:Person)-[works:WORKS_AT]->(account:Account {id: $account_id})
WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
WITH p, works, COLLECT {
    MATCH (p)-[role:HAS_ROLE]->(:Role)
    WHERE role.account_id = $account_id AND coalesce(role.valid_from, '') <= $as_of
      AND $as_of < coalesce(role.valid_to, '9')
      AND role.role IN ['decider', 'approver', 'economic_buyer', 'technical_buyer']
    RETURN DISTINCT role.role AS held ORDER BY held
  } AS roles
WITH collect({id: p.id, name: p.name, title: works.title, layer: works.layer, roles: roles}) AS known
WITH known, any(k IN known WHERE size(k.roles) > 0) AS recorded
UNWIND known AS holder
WITH holder, recorded
WHERE size(holder.roles) > 0 OR (NOT recorded AND holder.layer IN ['management', 'executive'])
RETURN DISTINCT holder.id AS person_id, holder.name AS person, holder.title AS title, holder.layer AS layer,
  holder.roles AS roles, CASE WHEN recorded THEN 'roles' ELSE 'layers' END AS source
ORDER BY CASE layer
    WHEN 'executive' THEN 0
    WHEN 'management' THEN 1
    WHEN 'operating' THEN 2
    ELSE 3
  END, person_id, title
