// title: Delete team members
// description: Deletes these of us, with their assignments.
// param key: list
UNWIND $key AS key
MATCH (t:TeamMember {id: key})
DETACH DELETE t
RETURN count(*) AS gone
