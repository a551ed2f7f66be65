// title: Touchpoints of accounts
// description: All touchpoints of these accounts, in columns, as far as ties need them.
// param account_id: list
UNWIND $account_id AS id
MATCH (:Account {id: id})<-[:AT]-(n:Touchpoint)
RETURN collect(n.account_id) AS account_id, collect(n.at) AS at, collect(n.t) AS t, collect(n.channel) AS channel,
    collect(n.team_ids) AS team_ids, collect(n.people_ids) AS people_ids, collect(n.cc_ids) AS cc_ids
