// title: Revisions of some accounts
// description: These accounts with the revision that touched them last.
// param accounts: list
MATCH (a:Account)
WHERE a.id IN $accounts
RETURN collect(a.id) AS id, collect(coalesce(a.revision, 0)) AS revision
