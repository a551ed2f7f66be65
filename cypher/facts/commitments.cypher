// title: Promises to accounts
// description: What was promised to these accounts, kept or not.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(c:Commitment)
RETURN collect(i) AS account, collect(c.id) AS id, collect(c.what) AS what, collect(c.owner_id) AS owner_id,
  collect(coalesce(c.person_id, '\u001F')) AS person_id, collect(coalesce(c.made_at, '\u001F')) AS made_at,
  collect(coalesce(c.due, '\u001F')) AS due, collect(coalesce(c.kept_at, '\u001F')) AS kept_at
