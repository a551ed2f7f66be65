// title: Write roles
// description: Makes the role of a row that a person holds at an account.
// param key: list
// param person_id: list
// param account_id: list
// param role: list
// param decision: list
// param source: list
// param confidence: list
// param valid_from: list
// param valid_to: list
UNWIND range(0, size($key) - 1) AS i
MATCH (p:Person {id: $person_id[i]})
MATCH (a:Account {id: $account_id[i]})
MERGE (r:Role {id: $role[i]})
CREATE (p)-[:HAS_ROLE {
    key: $key[i], account_id: $account_id[i], role: $role[i], decision: $decision[i],
    source: $source[i], confidence: $confidence[i], valid_from: $valid_from[i], valid_to: $valid_to[i]
}]->(r)
RETURN count(p) AS person_id, count(a) AS account_id
