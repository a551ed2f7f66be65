// title: Strategies of accounts
// description: Goals, obstacles, offers and the like of these accounts, and what each serves.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(s:Strategy)
RETURN collect(i) AS account, collect(s.id) AS id, collect(s.kind) AS kind, collect(s.what) AS what,
  collect(coalesce(s.parent_id, '\u001F')) AS parent_id, collect(coalesce(s.person_id, '\u001F')) AS
  person_id, collect(coalesce(s.at, '\u001F')) AS at, collect(coalesce(s.author, '\u001F')) AS author
