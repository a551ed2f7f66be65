// title: Number of accounts
// description: How many accounts there are.
MATCH (a:Account)
RETURN count(a) AS accounts
