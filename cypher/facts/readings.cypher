// title: Readings of accounts
// description: Figures of these accounts by day: share of wallet, revenue, margin and others.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(r:Reading)
RETURN collect(i) AS account, collect(r.at) AS at, collect(r.metric) AS metric, collect(r.value) AS value,
  collect(coalesce(r.product, '\u001F')) AS product
