// title: Stored employments
// description: All employments of these people, as they are stored.
// param id: list
UNWIND $id AS id
MATCH (p:Person {id: id})-[w:WORKS_AT]->(:Account)
RETURN collect(w {.*, id: id, function: w.functions}) AS rows
