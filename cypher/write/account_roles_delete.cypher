// title: Delete roles at an account
// description: Deletes the roles that anybody holds at an account, and its decisions.
// param id: string
OPTIONAL MATCH (:Role)<-[h:HAS_ROLE {account_id: $id}]-(:Person)
DELETE h
RETURN count(h) AS roles
