// title: Changes at accounts
// description: Who came, went, rose or fell at these accounts, and how power and decisions moved.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(c:Change)
RETURN collect(i) AS account, collect(c.id) AS id, collect(c.at) AS at, collect(c.kind) AS kind,
  collect(coalesce(c.person_id, '\u001F')) AS person_id,
  collect(coalesce(c.to_person_id, '\u001F')) AS to_person_id,
  collect(coalesce(c.decision, '\u001F')) AS decision, collect(coalesce(c.source, '\u001F')) AS source
