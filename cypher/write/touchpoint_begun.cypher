// title: Begin to write one touchpoint
// description: Counts the revision up and notes it on the touchpoint's account, and tells what there is before: the
//   account's revision, the touchpoint as it is stored, and of its ties those that are. Nothing without the account.
// param key: string
// param account_id: string
// param tie: list
MERGE (r:Revision {id: 'revision'})
SET r.n = coalesce(r.n, 0) + 1
WITH r.n AS n
MATCH (a:Account {id: $account_id})
WITH n, a, coalesce(a.revision, 0) AS before
SET a.revision = n
WITH n, before
OPTIONAL MATCH (t:Touchpoint {id: $key})
WITH n, before, collect(properties(t)) AS rows
UNWIND $tie AS tie
OPTIONAL MATCH (x:Tie {id: tie})
RETURN n, before, rows, collect(x.id) AS id, collect(x.s) AS s, collect(x.t0) AS t0,
    collect(x.constants) AS constants, collect(x.first) AS first, collect(x.last) AS last,
    collect(x.count) AS count
