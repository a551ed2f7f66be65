// title: Promises not yet kept
// description: Commitments that are open that day, of one account or one of ours or all; those due first come
//   first. `overdue`: the day is past; `owner_gone`: the owner has left us.
// param account_id: string = null
// param team_id: string = null
// param as_of: date = today
MATCH (promise:Commitment)
WHERE ($account_id IS NULL OR promise.account_id = $account_id)
  AND ($team_id IS NULL OR promise.owner_id = $team_id)
  AND left(coalesce(promise.made_at, ''), 10) <= $as_of AND $as_of < left(coalesce(promise.kept_at, '9'), 10)
OPTIONAL MATCH (account:Account {id: promise.account_id})
OPTIONAL MATCH (u:TeamMember {id: coalesce(promise.owner_id, '')})
OPTIONAL MATCH (p:Person {id: coalesce(promise.person_id, '')})
RETURN promise.id AS commitment_id, account.id AS account_id, account.name AS account, promise.what AS what,
  u.id AS team_id, u.name AS team_member, p.name AS person, promise.made_at AS made_at, promise.due AS due,
  coalesce(promise.due < $as_of, false) AS overdue, coalesce(u.valid_to <= $as_of, false) AS owner_gone
ORDER BY due IS NULL, due, commitment_id
