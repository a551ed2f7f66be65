// title: Delete people
// description: Deletes people with every line to and from them; what else hangs on them is deleted before.
// param id: list
UNWIND $id AS id
MATCH (p:Person {id: id})
DETACH DELETE p
RETURN count(*) AS gone
