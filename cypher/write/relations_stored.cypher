// title: Stored relations
// description: The relations of these keys, as they are stored.
// param key: list
// param from_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (f:Person {id: $from_id[i]})-[r:INFLUENCES|CONFLICTS_WITH|REPORTS_TO]->(t:Person)
WHERE r.key = $key[i]
RETURN collect(r {.*, from_id: f.id, to_id: t.id}) AS rows
