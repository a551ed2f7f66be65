// title: Actions at accounts
// description: Whom of these accounts ours are to meet, and why; done ones too.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(n:Action)
RETURN collect(i) AS account, collect(n.id) AS id, collect(n.team_id) AS team_id, collect(n.person_id) AS
  person_id, collect(n.aim) AS aim, collect(coalesce(n.message, '\u001F')) AS message,
  collect(coalesce(n.made_at, '\u001F')) AS made_at, collect(coalesce(n.due, '\u001F')) AS due,
  collect(coalesce(n.done_at, '\u001F')) AS done_at, collect(coalesce(n.outcome, '\u001F')) AS outcome,
  collect(coalesce(n.because, '\u001F')) AS because
