// title: Write decisions
// description: Makes the decision in which a role is held, once for an account.
// param decision_id: list
// param account_id: list
// param decision: list
UNWIND range(0, size($decision_id) - 1) AS i
MATCH (a:Account {id: $account_id[i]})
MERGE (d:Decision {id: $decision_id[i]})
SET d.account_id = $account_id[i], d.name = $decision[i]
MERGE (d)-[:DECIDED_AT]->(a)
RETURN count(a) AS account_id
