// title: Assessments of people of accounts
// description: What was judged of those who work or worked at these accounts.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:WORKS_AT]-(p:Person)
WITH DISTINCT i, a, p
MATCH (p)<-[:CONCERNS]-(j:Assessment)
RETURN collect(i) AS account, collect(p.id) AS person_id, collect(j.author) AS author, collect(j.at) AS at,
  collect(coalesce(j.support, '\u001F')) AS support, collect(coalesce(j.power, -1.0)) AS power,
  collect(coalesce(j.confidence, -1.0)) AS confidence,
  collect(coalesce(j.satisfaction, -1.0)) AS satisfaction, collect(coalesce(j.loyalty, -1.0)) AS loyalty,
  collect(coalesce(j.trust_conduct, -1.0)) AS trust_conduct,
  collect(coalesce(j.trust_expertise, -1.0)) AS trust_expertise,
  collect(coalesce(j.trust_personal, -1.0)) AS trust_personal,
  collect(coalesce(j.trust_interest, -1.0)) AS trust_interest,
  collect(coalesce(j.source, '\u001F')) AS source, collect(coalesce(j.note, '\u001F')) AS note
