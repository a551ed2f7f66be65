// title: Assignments to accounts
// description: Who of ours covers or covered these accounts.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[c:COVERS]-(u:TeamMember)
RETURN collect(i) AS account, collect(u.id) AS team_id, collect(c.`as`) AS as_,
  collect(coalesce(c.valid_from, '\u001F')) AS valid_from, collect(coalesce(c.valid_to, '\u001F')) AS valid_to
