// title: Touchpoints of one of theirs
// description: Contacts with one of theirs before a moment (in seconds since 1970), newest first, a page at a time.
// param person_id: string
// param before: float
// param before_id: string = null
// param limit: integer = 100
MATCH (:Person {id: $person_id})-[:TOOK_PART]->(t:Touchpoint)
WHERE t.t < $before OR t.t = $before AND t.id > $before_id
RETURN DISTINCT t.id AS id, t.at AS at, t.t AS seconds, t.channel AS channel, t.account_id AS account_id,
  t.team_ids AS team_ids, t.people_ids AS people_ids, t.present_ids AS present_ids, t.cc_ids AS cc_ids,
  t.initiated_by AS initiated_by, t.sentiment AS sentiment, t.purpose AS purpose, t.outcome AS outcome,
  t.subject AS subject, t.source AS source
ORDER BY seconds DESC, id
LIMIT $limit
