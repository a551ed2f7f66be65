// title: Write parents of accounts
// description: Joins each account to the one that it is part of.
// param key: list
// param parent_id: list
UNWIND range(0, size($key) - 1) AS i
MATCH (n:Account {id: $key[i]})
MATCH (p:Account {id: $parent_id[i]})
CREATE (n)-[:PART_OF]->(p)
RETURN count(p) AS parent_id
