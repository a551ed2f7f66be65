// title: Change ties
// description: Sets the strength of stored ties.
// param key: list
// param s: list
// param t0: list
// param constants: list
// param first: list
// param last: list
// param count: list
UNWIND range(0, size($key) - 1) AS i
MATCH (n:Tie {id: $key[i]})
SET n.s = $s[i], n.t0 = $t0[i], n.constants = $constants[i], n.first = $first[i], n.last = $last[i],
    n.count = $count[i]
RETURN count(n) AS key
