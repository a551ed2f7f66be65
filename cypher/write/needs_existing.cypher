// title: Existing needs
// description: Which of these ids are stored.
// param key: list
UNWIND $key AS key
MATCH (n:Need {id: key})
RETURN collect(n.id) AS ids
