// title: Answers of accounts to surveys
// description: What these accounts said of us when asked.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(s:Survey)
RETURN collect(i) AS account, collect(s.id) AS id, collect(s.at) AS at, collect(s.question) AS question,
  collect(s.score) AS score, collect(coalesce(s.person_id, '\u001F')) AS person_id,
  collect(coalesce(s.factor, '\u001F')) AS factor, collect(coalesce(s.moment, '\u001F')) AS moment,
  collect(coalesce(s.source, '\u001F')) AS source
