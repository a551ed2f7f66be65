// title: Delete ties
// description: Deletes the ties of these keys.
// param key: list
UNWIND $key AS key
MATCH (n:Tie {id: key})
DETACH DELETE n
RETURN count(*) AS gone
