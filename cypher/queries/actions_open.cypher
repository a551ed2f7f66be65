// title: Next steps not yet done
// description: Planned actions that are open, those due first come first; of one account, of one of ours, or
//   all.
// param account_id: string = null
// param team_id: string = null
// param as_of: date = today
MATCH (action:Action)
WHERE ($account_id IS NULL OR action.account_id = $account_id)
  AND ($team_id IS NULL OR action.team_id = $team_id) AND $as_of < left(coalesce(action.done_at, '9'), 10)
MATCH (account:Account {id: action.account_id})
MATCH (u:TeamMember {id: action.team_id})
MATCH (p:Person {id: action.person_id})
RETURN action.id AS action_id, account.id AS account_id, account.name AS account, u.id AS team_id,
  u.name AS team_member, p.id AS person_id, p.name AS person, action.aim AS aim, action.due AS due,
  coalesce(action.due < $as_of, false) AS overdue, action.because AS because
ORDER BY due IS NULL, due, action_id
