// title: Delete touchpoints
// description: Deletes the touchpoints of these keys, with who took part. Ties are put right apart.
// param key: list
UNWIND $key AS key
MATCH (n:Touchpoint {id: key})
DETACH DELETE n
RETURN count(*) AS gone
