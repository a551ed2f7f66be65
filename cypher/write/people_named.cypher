// title: Let people go who are only named
// description: Takes these people away from changes in which they are the other one.
// param id: list
UNWIND $id AS id
MATCH (:Person {id: id})<-[:CONCERNS]-(n:Change {to_person_id: id})
REMOVE n.to_person_id
RETURN count(n) AS changes
