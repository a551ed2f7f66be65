// title: Needs not yet solved
// description: Blind spots, pain points and sweet spots that are not solved, largest value first; of one
//   account or all.
// param account_id: string = null
MATCH (n:Need)
WHERE ($account_id IS NULL OR n.account_id = $account_id) AND coalesce(n.status, 'open') <> 'solved'
MATCH (account:Account {id: n.account_id})
OPTIONAL MATCH (p:Person {id: coalesce(n.person_id, '')})
OPTIONAL MATCH (u:TeamMember {id: coalesce(n.owner_id, '')})
RETURN n.id AS need_id, account.id AS account_id, account.name AS account, n.kind AS kind, n.what AS what,
  coalesce(n.status, 'open') AS status, coalesce(n.hidden, false) AS hidden, p.name AS person,
    u.name AS owner,
  n.solution AS solution, n.value AS value
ORDER BY value IS NULL, value DESC, need_id
