// title: Existing strategy
// description: Which of these ids are stored.
// param key: list
UNWIND $key AS key
MATCH (n:Strategy {id: key})
RETURN collect(n.id) AS ids
