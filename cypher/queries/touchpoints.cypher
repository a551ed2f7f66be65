// title: Contacts of an account
// description: The log of contacts, newest first, with who took part on either side.
// param account_id: string
// param since: date = null
// param as_of: date = today
// param most: integer = 100
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
MATCH (:Account {id: $account_id})<-[:AT]-(t:Touchpoint)
WHERE t.t < midnight AND ($since IS NULL OR t.at >= $since)
RETURN t.id AS touchpoint_id, t.at AS at, t.channel AS channel,
  COLLECT {
    MATCH (u:TeamMember)-[:TOOK_PART]->(t)
    RETURN u.name ORDER BY u.name, u.id
  } AS ours,
  COLLECT {
    MATCH (p:Person)-[took:TOOK_PART]->(t)
    WHERE took.part = 'spoken'
    RETURN p.name ORDER BY p.name, p.id
  } AS spoken,
  COLLECT {
    MATCH (p:Person)-[took:TOOK_PART]->(t)
    WHERE took.part <> 'spoken'
    RETURN p.name ORDER BY p.name, p.id
  } AS also_there,
  t.initiated_by AS initiated_by, t.sentiment AS sentiment, t.purpose AS purpose, t.subject AS subject,
  t.outcome AS outcome
ORDER BY at DESC, touchpoint_id
LIMIT $most
