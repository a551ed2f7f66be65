// title: Delete orders
// description: Deletes the rows of these keys, with their references.
// param key: list
UNWIND $key AS key
MATCH (n:Order {id: key})
DETACH DELETE n
RETURN count(*) AS gone
