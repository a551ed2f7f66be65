// title: Stored actions
// description: The rows of these keys, as they are stored.
// param key: list
UNWIND $key AS key
MATCH (n:Action {id: key})
RETURN collect(properties(n)) AS rows
