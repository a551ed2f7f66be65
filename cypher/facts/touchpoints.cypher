// title: Touchpoints
// description: Touchpoints at these accounts, as columns; '' stands for unknown.
// param accounts: list
MATCH (t:Touchpoint)-[:AT]->(a:Account)
WHERE a.id IN $accounts
RETURN collect(a.id) AS account_id, collect(t.id) AS id, collect(t.t) AS at, collect(t.channel) AS channel,
  collect(coalesce(t.team_ids, [])) AS team, collect(coalesce(t.people_ids, [])) AS people,
  collect(coalesce(t.present_ids, [])) AS present, collect(coalesce(t.cc_ids, [])) AS cc,
  collect(coalesce(t.initiated_by, '')) AS initiated_by
