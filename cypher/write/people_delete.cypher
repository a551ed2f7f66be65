// title: Delete employments
// description: Deletes the employments of these keys, with their reporting lines.
// param key: list
// param id: list
// param line: list
UNWIND range(0, size($key) - 1) AS i
MATCH (p:Person {id: $id[i]})-[w:WORKS_AT {key: $key[i]}]->(:Account)
OPTIONAL MATCH (p)-[r:REPORTS_TO {key: $line[i]}]->(:Person)
DELETE w, r
RETURN count(w) AS gone
