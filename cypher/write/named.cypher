// title: What ids name
// description: Which of these ids are those of accounts, of our team, of their people, of needs, of strategy rows.
// param key: list
UNWIND $key AS key
OPTIONAL MATCH (a:Account {id: key})
OPTIONAL MATCH (u:TeamMember {id: key})
OPTIONAL MATCH (p:Person {id: key})
OPTIONAL MATCH (n:Need {id: key})
OPTIONAL MATCH (s:Strategy {id: key})
RETURN collect(a.id) AS accounts, collect(u.id) AS team, collect(p.id) AS people, collect(n.id) AS needs,
    collect(s.id) AS strategy
