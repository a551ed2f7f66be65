// title: Delete decisions of an account
// description: Deletes the decisions of an account.
// param id: string
OPTIONAL MATCH (:Account {id: $id})<-[:DECIDED_AT]-(d:Decision)
DETACH DELETE d
RETURN count(d) AS decisions
