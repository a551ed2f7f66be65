// title: Write assignments
// description: Makes the assignment of a row.
// param key: list
// param team_id: list
// param account_id: list
// param as: list
// param valid_from: list
// param valid_to: list
UNWIND range(0, size($key) - 1) AS i
MATCH (t:TeamMember {id: $team_id[i]})
MATCH (a:Account {id: $account_id[i]})
CREATE (t)-[:COVERS {key: $key[i], `as`: $as[i], valid_from: $valid_from[i], valid_to: $valid_to[i]}]->(a)
RETURN count(t) AS team_id, count(a) AS account_id
