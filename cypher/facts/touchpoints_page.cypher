// title: Touchpoints of an account, a page at a time
// description: The first contacts with an account whose ids come after one; packed as in touchpoints.
// param id: string
// param after: string
// param limit: integer
MATCH (:Account {id: $id})<-[:AT]-(t:Touchpoint)
WHERE t.id > $after
WITH t
ORDER BY t.id
LIMIT $limit
RETURN collect(t.t) AS at,
  collect(coalesce(t.packed, t.id + '\u001F' + t.channel + '\u001F'
    + reduce(s = '', x IN t.team_ids | s + x + ';') + '\u001F'
    + reduce(s = '', x IN t.people_ids | s + x + ';') + '\u001F'
    + reduce(s = '', x IN t.present_ids | s + x + ';') + '\u001F'
    + reduce(s = '', x IN t.cc_ids | s + x + ';') + '\u001F' + coalesce(t.initiated_by, ''))) AS packed
