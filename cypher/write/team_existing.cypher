// title: Existing team
// description: Which of these ids are stored.
// param key: list
UNWIND $key AS key
MATCH (n:TeamMember {id: key})
RETURN collect(n.id) AS ids
