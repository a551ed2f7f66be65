// title: Let what serves needs go
// description: Takes these away from the lines of the strategy that serve them.
// param key: list
UNWIND $key AS key
MATCH (:Need {id: key})<-[:SERVES]-(n:Strategy)
REMOVE n.parent_id
RETURN collect(DISTINCT n.account_id) AS ids
