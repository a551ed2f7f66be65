// title: Delete needs
// description: Deletes the rows of these keys, with their references.
// param key: list
UNWIND $key AS key
MATCH (n:Need {id: key})
DETACH DELETE n
RETURN count(*) AS gone
