// title: Mark touched accounts
// description: Notes on each account in which revision it was touched.
// param account_id: list
// param n: integer
UNWIND $account_id AS id
MATCH (a:Account {id: id})
SET a.revision = $n
RETURN count(a) AS account_id
