// title: People of an account
// description: Who works or worked at an account, and at how many accounts in all.
// param id: string
MATCH (:Account {id: $id})<-[:WORKS_AT]-(p:Person)
WITH DISTINCT p
MATCH (p)-[w:WORKS_AT]->(:Account)
RETURN p.id AS person_id, count(DISTINCT w.account_id) AS accounts
