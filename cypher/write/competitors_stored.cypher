// title: Stored competitors' ties
// description: The competitors' ties of these keys, as they are stored.
// param key: list
// param person_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (p:Person {id: $person_id[i]})<-[r:TIED_TO {key: $key[i]}]-(c:Competitor)
RETURN collect(r {.*, competitor: c.id, person_id: p.id}) AS rows
