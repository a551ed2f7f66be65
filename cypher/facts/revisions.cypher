// title: Revisions of all accounts
// description: Every account with the revision that touched it last and how many touchpoints it has.
MATCH (a:Account)
WITH a ORDER BY a.id
RETURN collect(a.id) AS id, collect(coalesce(a.revision, 0)) AS revision,
  collect(COUNT { (a)<-[:AT]-(:Touchpoint) }) AS touchpoints
