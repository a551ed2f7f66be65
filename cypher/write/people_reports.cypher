// title: Write whom people report to
// description: Makes the reporting line of an employment. Each boss is looked up once.
// param line: list
// param id: list
// param account_id: list
// param reports_to: list
// param valid_from: list
// param valid_to: list
UNWIND range(0, size($line) - 1) AS i
WITH $reports_to[i] AS boss, collect(i) AS rows
MATCH (b:Person {id: boss})
UNWIND rows AS i
MATCH (p:Person {id: $id[i]})
CREATE (p)-[:REPORTS_TO {
    key: $line[i], account_id: $account_id[i], source: 'people', valid_from: $valid_from[i], valid_to: $valid_to[i]
}]->(b)
RETURN count(b) AS reports_to
