// title: Touchpoints behind ties
// description: The touchpoints of these people at these accounts, other than as merely present, in columns.
// param person_id: list
// param account_id: list
UNWIND range(0, size($person_id) - 1) AS i
MATCH (p:Person {id: $person_id[i]})-[r:TOOK_PART]->(n:Touchpoint {account_id: $account_id[i]})
WHERE r.part <> 'present'
RETURN collect(p.id) AS person_id, collect(n.account_id) AS account_id, collect(n.at) AS at, collect(n.t) AS t,
    collect(n.channel) AS channel, collect(n.team_ids) AS team_ids, collect(n.people_ids) AS people_ids,
    collect(n.cc_ids) AS cc_ids
