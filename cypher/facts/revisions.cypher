// title: Revisions of all accounts
// description: In which write each account was last touched.
MATCH (a:Account)
RETURN collect(a.id) AS id, collect(coalesce(a.revision, 0)) AS revision
