// title: Touchpoints of people
// description: Ids of touchpoints in which these people took part, at most so many.
// param id: list
// param limit: integer
UNWIND $id AS id
MATCH (:Person {id: id})-[:TOOK_PART]->(n:Touchpoint)
WITH DISTINCT n.id AS id LIMIT $limit
RETURN collect(id) AS ids
