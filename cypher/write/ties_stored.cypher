// title: Stored ties
// description: The ties of these keys, as they are stored, in columns.
// param key: list
UNWIND $key AS key
MATCH (n:Tie {id: key})
RETURN collect(n.id) AS id, collect(n.s) AS s, collect(n.t0) AS t0, collect(n.constants) AS constants,
    collect(n.first) AS first, collect(n.last) AS last, collect(n.count) AS count
