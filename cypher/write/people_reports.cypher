// title: Write whom people report to
// description: Makes the reporting line of an employment.
// param line: list
// param id: list
// param account_id: list
// param reports_to: list
// param valid_from: list
// param valid_to: list
UNWIND range(0, size($line) - 1) AS i
MATCH (p:Person {id: $id[i]})
MATCH (b:Person {id: $reports_to[i]})
CREATE (p)-[:REPORTS_TO {
    key: $line[i], account_id: $account_id[i], source: 'people', valid_from: $valid_from[i], valid_to: $valid_to[i]
}]->(b)
RETURN count(b) AS reports_to
