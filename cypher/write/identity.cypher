// title: Give the store its identity
// description: A name that no other store has, given once: by it the copy of a portfolio on a disk knows its store.
// param fresh: string
MERGE (r:Revision {id: 'revision'})
SET r.store = coalesce(r.store, $fresh)
RETURN r.store AS id
