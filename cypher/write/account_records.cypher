// title: Records of an account
// description: Label and key of what is recorded about an account.
// param id: string
MATCH (:Account {id: $id})<-[:ABOUT]-(n)
RETURN DISTINCT labels(n)[0] AS label, n.id AS key
