// title: Records of people
// description: Label, key and account of what is recorded about people; `own` where they are its person, not only named.
// param id: list
UNWIND $id AS id
MATCH (:Person {id: id})<-[:CONCERNS]-(n)
RETURN DISTINCT labels(n)[0] AS label, n.id AS key, n.account_id AS account_id, coalesce(n.person_id = id, false) AS own
