// title: Number of accounts
// description: How many accounts there are, in a column of one.
MATCH (a:Account)
RETURN [count(a)] AS accounts
