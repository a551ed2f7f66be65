// title: Write who of them took part
// description: Joins each of theirs to the touchpoint, with the part: spoken, present, cc.
// param touchpoint_id: list
// param person_id: list
// param part: list
UNWIND range(0, size($person_id) - 1) AS i
MATCH (p:Person {id: $person_id[i]})
MATCH (n:Touchpoint {id: $touchpoint_id[i]})
CREATE (p)-[:TOOK_PART {part: $part[i]}]->(n)
RETURN count(p) AS person_id
