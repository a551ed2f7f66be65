// title: What pages of accounts stand on
// description: Of each account that was touched after a write: when last, what it is part of and its account
//   managers, a row for each of them. An unknown text is U+001F: collect() leaves out nulls.
// param since: integer
MATCH (a:Account)
WHERE a.revision > $since
OPTIONAL MATCH (a)<-[c:COVERS]-(u:TeamMember)
WHERE c.`as` = 'account_manager'
RETURN collect(a.id) AS id, collect(a.revision) AS revision,
  collect(coalesce(a.parent_id, '\u001F')) AS parent_id, collect(coalesce(u.id, '\u001F')) AS manager,
  collect(coalesce(c.valid_from, '')) AS valid_from, collect(coalesce(c.valid_to, '9')) AS valid_to
