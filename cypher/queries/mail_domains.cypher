// title: Mail domains of accounts
// description: Which mail domains belong to which account.
MATCH (account:Account)
UNWIND account.domains AS domain
RETURN domain, account.id AS account_id
ORDER BY domain, account_id
