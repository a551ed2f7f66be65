// title: Accounts without manager or sponsor
// description: Accounts that lack an account manager or an executive sponsor that day; largest value first.
// param as_of: date = today
MATCH (account:Account)
WITH account,
  EXISTS {
    MATCH (u:TeamMember)-[c:COVERS]->(account)
    WHERE c.`as` = 'account_manager' AND coalesce(c.valid_from, '') <= $as_of
      AND $as_of < coalesce(c.valid_to, '9') AND coalesce(u.valid_from, '') <= $as_of
        AND $as_of < coalesce(u.valid_to, '9')
  } AS has_manager,
  EXISTS {
    MATCH (u:TeamMember)-[c:COVERS]->(account)
    WHERE c.`as` = 'executive_sponsor' AND coalesce(c.valid_from, '') <= $as_of
      AND $as_of < coalesce(c.valid_to, '9') AND coalesce(u.valid_from, '') <= $as_of
        AND $as_of < coalesce(u.valid_to, '9')
  } AS has_sponsor
WHERE NOT (has_manager AND has_sponsor)
RETURN account.id AS account_id, account.name AS account, account.currency AS currency,
  account.annual_value AS annual_value, has_manager, has_sponsor
ORDER BY annual_value IS NULL, annual_value DESC, account_id
