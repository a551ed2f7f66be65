// title: The portfolio
// description: Every account with its value, how many people of theirs are known, who manages and sponsors
//   it, and what was going on in the last days; largest value first.
// param as_of: date = today
// param days: integer = 90
// param type: string = null
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (account:Account)
WHERE $type IS NULL OR account.type = $type
CALL (account) {
  MATCH (p:Person)-[works:WORKS_AT]->(account)
  WHERE coalesce(works.valid_from, '') <= $as_of AND $as_of < coalesce(works.valid_to, '9')
  RETURN count(DISTINCT p) AS people
}
CALL (account, midnight) {
  MATCH (account)<-[:AT]-(t:Touchpoint)
  WHERE t.t < midnight
  RETURN sum(CASE WHEN t.t >= midnight - $days * 86400 THEN 1 ELSE 0 END) AS touchpoints,
    max(t.at) AS last_contact
}
CALL (account, midnight) {
  MATCH (account)<-[:AT]-(t:Touchpoint)<-[took:TOOK_PART]-(p:Person)
  WHERE midnight - $days * 86400 <= t.t AND t.t < midnight AND took.part = 'spoken'
  RETURN count(DISTINCT p) AS met
}
RETURN account.id AS account_id, account.name AS account, account.kinds AS kinds, account.grade AS grade,
  account.segment AS segment, account.lifecycle AS lifecycle, account.currency AS currency,
  account.annual_value AS annual_value, people, met, touchpoints, last_contact,
  COLLECT {
    MATCH (u:TeamMember)-[c:COVERS]->(account)
    WHERE c.`as` = 'account_manager'
      AND coalesce(c.valid_from, '') <= $as_of AND $as_of < coalesce(c.valid_to, '9')
      AND coalesce(u.valid_from, '') <= $as_of AND $as_of < coalesce(u.valid_to, '9')
    RETURN u.name ORDER BY u.name, u.id
  } AS account_managers,
  COLLECT {
    MATCH (u:TeamMember)-[c:COVERS]->(account)
    WHERE c.`as` = 'executive_sponsor'
      AND coalesce(c.valid_from, '') <= $as_of AND $as_of < coalesce(c.valid_to, '9')
      AND coalesce(u.valid_from, '') <= $as_of AND $as_of < coalesce(u.valid_to, '9')
    RETURN u.name ORDER BY u.name, u.id
  } AS executive_sponsors
ORDER BY annual_value IS NULL, annual_value DESC, account_id
