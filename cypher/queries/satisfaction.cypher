// title: What they say of us
// description: Answers to surveys up to the day, by account and question: number, mean, worst and newest;
//   lowest mean first.
// param account_id: string = null
// param as_of: date = today
// param zone: string = zone
WITH datetime({date: date($as_of) + duration({days: 1}), timezone: $zone}).epochSeconds AS midnight
WITH substring(toString(datetime({epochSeconds: midnight})), 0, 16) + ':00Z' AS end
MATCH (s:Survey)
WHERE ($account_id IS NULL OR s.account_id = $account_id)
  AND CASE size(s.at) WHEN 10 THEN s.at <= $as_of ELSE s.at < end END
WITH s
ORDER BY s.at DESC, s.id
WITH s.account_id AS account_id, s.question AS question, count(s) AS answers, avg(s.score) AS mean,
  min(s.score) AS worst, collect(s) AS given
MATCH (account:Account {id: account_id})
RETURN account_id, account.name AS account, question, answers, mean, worst, given[0].score AS newest,
  given[0].at AS at
ORDER BY mean, account_id, question
