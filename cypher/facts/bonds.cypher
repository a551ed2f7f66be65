// title: Bonds of accounts
// description: What binds these accounts to us.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(b:Bond)
RETURN collect(i) AS account, collect(b.kind) AS kind, collect(b.what) AS what, collect(coalesce(b.at,
  '\u001F')) AS at
