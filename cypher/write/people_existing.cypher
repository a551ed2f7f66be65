// title: Existing people
// description: Which of these ids are stored.
// param key: list
UNWIND $key AS key
MATCH (n:Person {id: key})
RETURN collect(n.id) AS ids
