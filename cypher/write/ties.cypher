// title: Write new ties
// description: Makes the tie of a row between one of us and one of theirs.
// param key: list
// param team_id: list
// param person_id: list
// param account_id: list
// param s: list
// param t0: list
// param constants: list
// param first: list
// param last: list
// param count: list
UNWIND range(0, size($key) - 1) AS i
MATCH (u:TeamMember {id: $team_id[i]})
MATCH (p:Person {id: $person_id[i]})
CREATE (u)-[:HOLDS]->(:Tie {
    id: $key[i], team_id: $team_id[i], person_id: $person_id[i], account_id: $account_id[i], s: $s[i], t0: $t0[i],
    constants: $constants[i], first: $first[i], last: $last[i], count: $count[i]
})-[:WITH]->(p)
RETURN count(u) AS team_id, count(p) AS person_id
