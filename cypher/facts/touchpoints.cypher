// title: Touchpoints of accounts
// description: Every contact with these accounts. A list of one id is sent as the id, an empty one as 0: most
//   lists are like this, and they are what costs.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:AT]-(t:Touchpoint)
RETURN collect(i) AS account, collect(t.id) AS id, collect(t.t) AS at, collect(t.channel) AS channel,
  collect(CASE size(t.team_ids) WHEN 1 THEN t.team_ids[0] WHEN > 0 THEN t.team_ids ELSE 0 END) AS team,
  collect(CASE size(t.people_ids) WHEN 1 THEN t.people_ids[0] WHEN > 0 THEN t.people_ids ELSE 0 END)
    AS people,
  collect(CASE size(t.present_ids) WHEN 1 THEN t.present_ids[0] WHEN > 0 THEN t.present_ids ELSE 0 END)
    AS present,
  collect(CASE size(t.cc_ids) WHEN 1 THEN t.cc_ids[0] WHEN > 0 THEN t.cc_ids ELSE 0 END) AS cc,
  collect(coalesce(t.initiated_by, '\u001F')) AS initiated_by
