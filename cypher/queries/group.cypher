// title: An account and its group
// description: The account, everything above and everything below it; `level` 0 is the account, −1 its
//   parent, 1 a subsidiary.
// param account_id: string
MATCH (account:Account {id: $account_id})
CALL (account) {
  MATCH up = (account)-[:PART_OF*1..10]->(member:Account)
  RETURN member, -length(up) AS level
  UNION ALL
  MATCH down = (account)<-[:PART_OF*0..10]-(member:Account)
  RETURN member, length(down) AS level
}
RETURN level, member.id AS account_id, member.name AS account, member.parent_id AS parent_id,
  member.currency AS currency, member.annual_value AS annual_value
ORDER BY level, account_id
