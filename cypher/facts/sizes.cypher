// title: Sizes of accounts
// description: How many touchpoints, employments and records each of these accounts has: what bounds a chunk.
// param ids: list<string>
UNWIND $ids AS id
MATCH (a:Account {id: id})
RETURN collect(a.id) AS id, collect(COUNT { (a)<-[:AT]-(:Touchpoint) }) AS touchpoints,
  collect(COUNT { (a)<-[:WORKS_AT]-(:Person) }) AS people, collect(COUNT { (a)<-[:ABOUT]-() }) AS records
