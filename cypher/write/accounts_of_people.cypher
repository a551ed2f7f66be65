// title: Accounts of people
// description: The accounts at which these people work or ever worked.
// param id: list
UNWIND $id AS id
MATCH (:Person {id: id})-[:WORKS_AT]->(a:Account)
RETURN collect(DISTINCT a.id) AS ids
