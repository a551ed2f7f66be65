// title: Mark touched accounts
// description: Notes on each account in which revision it was touched, and tells in which it was before.
// param account_id: list
// param n: integer
UNWIND $account_id AS id
MATCH (a:Account {id: id})
WITH a, coalesce(a.revision, 0) AS before
SET a.revision = $n
RETURN count(a) AS account_id, collect(a.id) AS ids, collect(before) AS before
