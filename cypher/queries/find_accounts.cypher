// title: Accounts of a name
// description: Every account with exactly that name; capitals, accents and spaces are of no matter.
// param search: search
MATCH (n:Account {search: $search})
RETURN n.id AS id, n.name AS name
ORDER BY id
