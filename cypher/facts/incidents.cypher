// title: Incidents at accounts
// description: Complaints, late deliveries and faults at these accounts, closed ones too.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:ABOUT]-(n:Incident)
RETURN collect(i) AS account, collect(n.id) AS id, collect(n.opened_at) AS opened_at, collect(n.kind) AS kind,
  collect(coalesce(n.what, '\u001F')) AS what, collect(coalesce(n.owner_id, '\u001F')) AS owner_id,
  collect(coalesce(n.severity, '\u001F')) AS severity, collect(coalesce(n.closed_at, '\u001F')) AS closed_at
