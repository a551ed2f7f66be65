// title: Write conflicts
// description: Makes the line of a row between two of their people.
// param key: list
// param from_id: list
// param to_id: list
// param kind: list
// param weight: list
// param informal: list
// param source: list
// param confidence: list
// param valid_from: list
// param valid_to: list
UNWIND range(0, size($key) - 1) AS i
MATCH (f:Person {id: $from_id[i]})
MATCH (t:Person {id: $to_id[i]})
CREATE (f)-[:CONFLICTS_WITH {
    key: $key[i], kind: $kind[i], weight: $weight[i], informal: $informal[i], source: $source[i],
    confidence: $confidence[i], valid_from: $valid_from[i], valid_to: $valid_to[i]
}]->(t)
RETURN count(f) AS from_id, count(t) AS to_id
