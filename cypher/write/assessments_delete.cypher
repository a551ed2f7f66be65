// title: Delete assessments
// description: Deletes the rows of these keys, with their references.
// param key: list
UNWIND $key AS key
MATCH (n:Assessment {id: key})
DETACH DELETE n
RETURN count(*) AS gone
