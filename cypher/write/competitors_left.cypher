// title: Competitors without ties
// description: Deletes those of these competitors that have no tie left.
// param id: list
UNWIND $id AS id
MATCH (c:Competitor {id: id})
OPTIONAL MATCH (c)-[r:TIED_TO]->(:Person)
WITH c, count(r) AS ties
WHERE ties = 0
DETACH DELETE c
RETURN count(*) AS gone
