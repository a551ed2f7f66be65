// title: One account
// description: What is recorded of the account itself, with the names of its parent and of its direct
//   subsidiaries.
// param account_id: string
MATCH (account:Account {id: $account_id})
OPTIONAL MATCH (account)-[:PART_OF]->(parent:Account)
RETURN account.id AS account_id, account.name AS account, account.type AS type, parent.id AS parent_id,
  parent.name AS parent,
  COLLECT {
    MATCH (sub:Account)-[:PART_OF]->(account)
    RETURN sub.name ORDER BY sub.name, sub.id
  } AS subsidiaries,
  account.domains AS domains, account.industry AS industry, account.kinds AS kinds, account.grade AS grade,
  account.segment AS segment, account.lifecycle AS lifecycle, account.our_role AS our_role,
  account.captive AS captive, account.payment AS payment, account.currency AS currency,
  account.annual_value AS annual_value, account.potential AS potential
ORDER BY account_id
