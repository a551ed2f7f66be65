// title: Touchpoints of an account
// description: Ids of touchpoints at an account, at most so many.
// param id: string
// param limit: integer
MATCH (:Account {id: $id})<-[:AT]-(n:Touchpoint)
WITH n.id AS id LIMIT $limit
RETURN collect(id) AS ids
