// title: Account teams
// description: Who of ours covers these accounts, as columns; '' stands for unknown.
// param accounts: list
MATCH (u:TeamMember)-[c:COVERS]->(a:Account)
WHERE a.id IN $accounts
RETURN collect(a.id) AS account_id, collect(u.id) AS team_id, collect(c.`as`) AS as_,
  collect(coalesce(c.valid_from, '')) AS valid_from, collect(coalesce(c.valid_to, '')) AS valid_to
