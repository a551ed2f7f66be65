// title: Stored assignments
// description: The assignments of these keys, as they are stored.
// param key: list
// param team_id: list
// param account_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (t:TeamMember {id: $team_id[i]})-[c:COVERS {key: $key[i]}]->(a:Account {id: $account_id[i]})
RETURN collect(c {.*, team_id: t.id, account_id: a.id}) AS rows
