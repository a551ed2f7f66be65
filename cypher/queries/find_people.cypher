// title: Their people of a name
// description: Every person of theirs with exactly that name; capitals, accents and spaces are of no matter.
// param search: search
MATCH (n:Person {search: $search})
RETURN n.id AS id, n.name AS name
ORDER BY id
