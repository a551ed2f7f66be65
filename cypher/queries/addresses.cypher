// title: Whose address this is
// description: Of theirs and of ours, who has one of these mail addresses; written in lower case.
// param addresses: list<string>
CALL () {
  MATCH (p:Person)-[works:WORKS_AT]->(account:Account)
  WHERE toLower(trim(works.email)) IN $addresses
  RETURN 'person' AS kind, p.id AS id, toLower(trim(works.email)) AS address, account.id AS account_id
  UNION
  MATCH (u:TeamMember)
  WHERE toLower(trim(u.email)) IN $addresses
  RETURN 'team' AS kind, u.id AS id, toLower(trim(u.email)) AS address, null AS account_id
}
RETURN address, kind, id, account_id
ORDER BY address, kind, id, account_id
