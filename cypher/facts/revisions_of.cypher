// title: Revisions of accounts
// description: In which write each of these accounts was last touched; those that are gone are left out.
// param ids: list<string>
UNWIND $ids AS id
MATCH (a:Account {id: id})
RETURN collect(a.id) AS id, collect(coalesce(a.revision, 0)) AS revision
