// title: Ties of accounts
// description: All ties of these accounts, in columns.
// param account_id: list
UNWIND $account_id AS id
MATCH (n:Tie {account_id: id})
RETURN collect(n.id) AS id, collect(n.s) AS s, collect(n.t0) AS t0, collect(n.constants) AS constants,
    collect(n.first) AS first, collect(n.last) AS last, collect(n.count) AS count
