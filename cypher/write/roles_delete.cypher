// title: Delete roles
// description: Deletes the roles of these keys.
// param key: list
// param person_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (:Person {id: $person_id[i]})-[h:HAS_ROLE {key: $key[i]}]->(:Role)
DELETE h
RETURN count(*) AS gone
