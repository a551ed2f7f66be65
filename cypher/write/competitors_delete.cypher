// title: Delete competitors' ties
// description: Deletes the competitors' ties of these keys.
// param key: list
// param person_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (:Person {id: $person_id[i]})<-[r:TIED_TO {key: $key[i]}]-(:Competitor)
DELETE r
RETURN count(*) AS gone
