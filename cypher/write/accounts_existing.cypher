// title: Existing accounts
// description: Which of these ids are stored.
// param key: list
UNWIND $key AS key
MATCH (n:Account {id: key})
RETURN collect(n.id) AS ids
