// title: Stored strategy
// description: The rows of these keys, as they are stored.
// param key: list
UNWIND $key AS key
MATCH (n:Strategy {id: key})
RETURN collect(properties(n)) AS rows
