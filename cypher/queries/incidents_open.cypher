// title: Incidents not yet closed
// description: Complaints, late deliveries and the like that are open that day, longest open first; of one
//   account or all.
// param account_id: string = null
// param as_of: date = today
MATCH (incident:Incident)
WHERE ($account_id IS NULL OR incident.account_id = $account_id)
  AND left(incident.opened_at, 10) <= $as_of AND $as_of < left(coalesce(incident.closed_at, '9'), 10)
OPTIONAL MATCH (account:Account {id: incident.account_id})
OPTIONAL MATCH (u:TeamMember {id: coalesce(incident.owner_id, '')})
RETURN incident.id AS incident_id, account.id AS account_id, account.name AS account, incident.kind AS kind,
  incident.severity AS severity, incident.what AS what, u.name AS owner, incident.opened_at AS opened_at,
  duration.inDays(date(left(incident.opened_at, 10)), date($as_of)).days AS days_open
ORDER BY opened_at, incident_id
