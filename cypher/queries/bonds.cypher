// title: What binds the account
// description: Financial, social and structural bonds, each kind harder to copy than the one before.
// param account_id: string
MATCH (b:Bond {account_id: $account_id})
RETURN b.kind AS kind, b.what AS what, b.at AS at
ORDER BY CASE kind WHEN 'financial' THEN 0 WHEN 'social' THEN 1 ELSE 2 END, what
