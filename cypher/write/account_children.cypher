// title: Let subsidiaries go
// description: Takes an account away from those that are part of it.
// param id: string
MATCH (:Account {id: $id})<-[:PART_OF]-(c:Account)
REMOVE c.parent_id
RETURN collect(c.id) AS ids
