// title: Delete relations
// description: Deletes the relations of these keys.
// param key: list
// param from_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (:Person {id: $from_id[i]})-[r:INFLUENCES|CONFLICTS_WITH|REPORTS_TO]->(:Person)
WHERE r.key = $key[i]
DELETE r
RETURN count(*) AS gone
