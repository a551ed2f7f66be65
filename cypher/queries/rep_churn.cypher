// title: Accounts whose manager keeps changing
// description: Accounts with several account managers within the months before the day; most first.
// param as_of: date = today
// param months: integer = 24
// param least: integer = 3
WITH toString(date($as_of) - duration({months: $months})) AS begin
MATCH (u:TeamMember)-[c:COVERS]->(account:Account)
WHERE c.`as` = 'account_manager' AND coalesce(c.valid_from, '') <= $as_of
  AND begin < coalesce(c.valid_to, '9')
WITH DISTINCT account, u, c
ORDER BY coalesce(c.valid_from, ''), u.id
WITH account, count(DISTINCT u) AS managers, collect(u.name) AS names
WHERE managers >= $least
RETURN account.id AS account_id, account.name AS account, managers, names
ORDER BY managers DESC, account_id
