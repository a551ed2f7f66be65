// title: Ties by account
// description: Finds the ties of an account.
CREATE INDEX tie_account_id IF NOT EXISTS FOR (n:Tie) ON (n.account_id)
