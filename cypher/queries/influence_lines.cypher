// title: Lines between their people
// description: Influence, confidence, alliance, conflict and reporting between people who both work at the
//   account that day.
// param account_id: string
// param as_of: date = today
MATCH (account:Account {id: $account_id})
MATCH (account)<-[here:WORKS_AT]-(a:Person)-[line:INFLUENCES|CONFLICTS_WITH|REPORTS_TO]->(b:Person)
MATCH (b)-[there:WORKS_AT]->(account)
WHERE coalesce(here.valid_from, '') <= $as_of AND $as_of < coalesce(here.valid_to, '9')
  AND coalesce(there.valid_from, '') <= $as_of AND $as_of < coalesce(there.valid_to, '9')
  AND coalesce(line.valid_from, '') <= $as_of AND $as_of < coalesce(line.valid_to, '9')
  AND coalesce(line.account_id, account.id) = account.id
RETURN DISTINCT
  CASE type(line)
    WHEN 'REPORTS_TO' THEN 'reports_to'
    WHEN 'CONFLICTS_WITH' THEN 'conflicts_with'
    ELSE line.kind
  END AS kind,
  a.id AS from_id, a.name AS from, b.id AS to_id, b.name AS to, line.weight AS weight,
  coalesce(line.informal, false) AS informal, line.source AS source, line.confidence AS confidence,
  line.valid_from AS valid_from, line.valid_to AS valid_to
ORDER BY kind, from_id, to_id, valid_from, source
