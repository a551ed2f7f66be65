// title: Stored roles
// description: The roles of these keys, as they are stored.
// param key: list
// param person_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (p:Person {id: $person_id[i]})-[h:HAS_ROLE {key: $key[i]}]->(:Role)
RETURN collect(h {.*, person_id: p.id}) AS rows
