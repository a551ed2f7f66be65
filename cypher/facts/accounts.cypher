// title: Accounts
// description: The accounts themselves, as columns; '' and -1 stand for unknown.
// param accounts: list
MATCH (a:Account)
WHERE a.id IN $accounts
RETURN collect(a.id) AS id, collect(a.name) AS name, collect(coalesce(a.type, '')) AS type,
  collect(coalesce(a.parent_id, '')) AS parent_id, collect(coalesce(a.industry, '')) AS industry,
  collect(coalesce(a.kinds, [])) AS kinds, collect(coalesce(a.grade, '')) AS grade,
  collect(coalesce(a.segment, '')) AS segment, collect(coalesce(a.lifecycle, '')) AS lifecycle,
  collect(coalesce(a.our_role, '')) AS our_role, collect(coalesce(toString(a.captive), '')) AS captive,
  collect(coalesce(a.payment, '')) AS payment, collect(coalesce(a.currency, '')) AS currency,
  collect(coalesce(a.annual_value, -1.0)) AS annual_value, collect(coalesce(a.potential, -1.0)) AS potential
