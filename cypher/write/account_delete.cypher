// title: Delete an account
// description: Deletes an account and its assignments; what else hangs on it is deleted before.
// param id: string
MATCH (a:Account {id: $id})
OPTIONAL MATCH (a)<-[c:COVERS]-(:TeamMember)
WITH a, count(c) AS assignments
DETACH DELETE a
RETURN assignments
