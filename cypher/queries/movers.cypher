// title: People who changed account
// description: Who began at an account after working at another one that we know, newest first: a contact
//   there may be a warm way in here.
// param since: date = null
// param as_of: date = today
MATCH (before:Account)<-[was:WORKS_AT]-(p:Person)-[now:WORKS_AT]->(account:Account)
WHERE before.id <> account.id AND now.valid_from <= $as_of AND was.valid_to <= now.valid_from
  AND ($since IS NULL OR now.valid_from >= $since)
RETURN p.id AS person_id, p.name AS person, before.id AS from_account_id, before.name AS from_account,
  was.title AS from_title, was.valid_to AS left_on, account.id AS account_id, account.name AS account,
  now.title AS title, now.valid_from AS began_on
ORDER BY began_on DESC, person_id, from_account_id
