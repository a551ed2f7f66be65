// title: The identity of the store
// description: The name that no other store has; nothing before it was given.
OPTIONAL MATCH (r:Revision {id: 'revision'})
RETURN r.store AS id
