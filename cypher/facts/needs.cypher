// title: Needs of accounts
// description: What these accounts and their people need, solved or not.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(n:Need)
RETURN collect(i) AS account, collect(n.id) AS id, collect(n.kind) AS kind, collect(n.what) AS what,
  collect(coalesce(n.person_id, '\u001F')) AS person_id, collect(CASE n.hidden WHEN true THEN 1 WHEN false
  THEN 0 ELSE -1 END) AS hidden, collect(coalesce(n.owner_id, '\u001F')) AS owner_id,
  collect(coalesce(n.status, '\u001F')) AS status, collect(coalesce(n.solution, '\u001F')) AS solution,
  collect(coalesce(n.value, -1.0)) AS value, collect(coalesce(n.at, '\u001F')) AS at,
  collect(coalesce(n.author, '\u001F')) AS author
