// title: Orders of accounts
// description: What these accounts ordered, from us or, with lost_to, from a competitor.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(o:Order)
RETURN collect(i) AS account, collect(o.id) AS id, collect(o.at) AS at, collect(o.amount) AS amount,
  collect(coalesce(o.currency, '\u001F')) AS currency, collect(coalesce(o.product, '\u001F')) AS product,
  collect(coalesce(o.lost_to, '\u001F')) AS lost_to
