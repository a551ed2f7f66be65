// title: Accounts
// description: What is recorded of these accounts themselves, with the place of each among the ids, its
//   revision and, of a single account, how many touchpoints it has. In all facts an unknown text is U+001F, an
//   unknown number or flag is -1: collect() leaves out nulls.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})
RETURN collect(i) AS account, collect(coalesce(a.revision, 0)) AS revision,
  collect(CASE size($ids) WHEN 1 THEN COUNT { (a)<-[:AT]-(:Touchpoint) } ELSE 0 END) AS touchpoints,
  collect(a.id) AS id, collect(a.name) AS name,
  collect(coalesce(a.type, '\u001F')) AS type, collect(coalesce(a.parent_id, '\u001F')) AS parent_id,
  collect(coalesce(a.industry, '\u001F')) AS industry, collect(coalesce(a.kinds, [])) AS kinds,
  collect(coalesce(a.grade, '\u001F')) AS grade, collect(coalesce(a.segment, '\u001F')) AS segment,
  collect(coalesce(a.lifecycle, '\u001F')) AS lifecycle, collect(coalesce(a.our_role, '\u001F')) AS our_role,
  collect(CASE a.captive WHEN true THEN 1 WHEN false THEN 0 ELSE -1 END) AS captive,
  collect(coalesce(a.payment, '\u001F')) AS payment, collect(coalesce(a.currency, '\u001F')) AS currency,
  collect(coalesce(a.annual_value, -1.0)) AS annual_value, collect(coalesce(a.potential, -1.0)) AS potential
