// title: Delete assignments
// description: Deletes the assignments of these keys.
// param key: list
// param team_id: list
// param account_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (:TeamMember {id: $team_id[i]})-[c:COVERS {key: $key[i]}]->(:Account {id: $account_id[i]})
DELETE c
RETURN count(*) AS gone
