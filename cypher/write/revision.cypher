// title: Count the revision up
// description: The first statement of every write: its lock puts the writers in a row.
MERGE (r:Revision {id: 'revision'})
SET r.n = coalesce(r.n, 0) + 1
RETURN r.n AS n
