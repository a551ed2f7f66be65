// title: Write competitors' ties
// description: Makes the tie of a row between a competitor and a person.
// param key: list
// param competitor: list
// param person_id: list
// param strength: list
// param source: list
// param valid_from: list
// param valid_to: list
UNWIND range(0, size($key) - 1) AS i
MATCH (p:Person {id: $person_id[i]})
MERGE (c:Competitor {id: $competitor[i]})
CREATE (c)-[:TIED_TO {key: $key[i], strength: $strength[i], source: $source[i], valid_from: $valid_from[i],
    valid_to: $valid_to[i]}]->(p)
RETURN count(p) AS person_id
