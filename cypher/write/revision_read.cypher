// title: The revision
// description: How often the store was written.
OPTIONAL MATCH (r:Revision {id: 'revision'})
RETURN coalesce(r.n, 0) AS n
