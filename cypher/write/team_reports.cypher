// title: Write whom our people report to
// description: Joins each of us to the superior.
// param key: list
// param reports_to: list
// param valid_from: list
// param valid_to: list
UNWIND range(0, size($key) - 1) AS i
MATCH (n:TeamMember {id: $key[i]})
MATCH (b:TeamMember {id: $reports_to[i]})
CREATE (n)-[:REPORTS_TO {key: $key[i], source: 'team', valid_from: $valid_from[i], valid_to: $valid_to[i]}]->(b)
RETURN count(b) AS reports_to
