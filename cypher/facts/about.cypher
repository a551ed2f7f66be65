// title: Which records there are of accounts
// description: Of which kinds there are orders, surveys, changes and other records of these accounts: what there
//   is none of need not be asked for.
// param ids: list<string>
UNWIND $ids AS id
MATCH (a:Account {id: id})<-[:ABOUT]-(n)
RETURN collect(DISTINCT labels(n)[0]) AS kinds
