// title: Touchpoints of an account, a page at a time
// description: The first contacts with an account whose ids come after one; lists as in touchpoints.
// param id: string
// param after: string
// param limit: integer
MATCH (:Account {id: $id})<-[:AT]-(t:Touchpoint)
WHERE t.id > $after
WITH t
ORDER BY t.id
LIMIT $limit
RETURN collect(t.id) AS id, collect(t.t) AS at, collect(t.channel) AS channel,
  collect(CASE size(t.team_ids) WHEN 1 THEN t.team_ids[0] WHEN > 0 THEN t.team_ids ELSE 0 END) AS team,
  collect(CASE size(t.people_ids) WHEN 1 THEN t.people_ids[0] WHEN > 0 THEN t.people_ids ELSE 0 END)
    AS people,
  collect(CASE size(t.present_ids) WHEN 1 THEN t.present_ids[0] WHEN > 0 THEN t.present_ids ELSE 0 END)
    AS present,
  collect(CASE size(t.cc_ids) WHEN 1 THEN t.cc_ids[0] WHEN > 0 THEN t.cc_ids ELSE 0 END) AS cc,
  collect(coalesce(t.initiated_by, '\u001F')) AS initiated_by
