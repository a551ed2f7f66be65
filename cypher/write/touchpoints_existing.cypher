// title: Existing touchpoints
// description: Which of these ids are stored.
// param key: list
UNWIND $key AS key
MATCH (n:Touchpoint {id: key})
RETURN collect(n.id) AS ids
