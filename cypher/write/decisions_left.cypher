// title: Decisions without roles
// description: Which of these decisions no role is left in.
// param account_id: list
// param decision: list
// param key: list
UNWIND range(0, size($key) - 1) AS i
MATCH (d:Decision {id: $key[i]})
OPTIONAL MATCH (:Role)<-[h:HAS_ROLE {account_id: $account_id[i], decision: $decision[i]}]-(:Person)
WITH d, count(h) AS roles
WHERE roles = 0
DETACH DELETE d
RETURN count(*) AS gone
