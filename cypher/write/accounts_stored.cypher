// title: Stored accounts
// description: The rows of these keys, as they are stored.
// param key: list
UNWIND $key AS key
MATCH (n:Account {id: key})
RETURN collect(properties(n)) AS rows
