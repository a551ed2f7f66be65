// title: Assessments and competitors' ties of people of accounts
// description: What was judged of those who work or worked at these accounts, and competitors' ties to them:
//   of an assessment `competitor` is unknown. One walk for both: that is what costs.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:WORKS_AT]-(p:Person)
WITH DISTINCT i, p
MATCH (p)<-[r:TIED_TO|CONCERNS]-(j)
WHERE j:Assessment OR j:Competitor
RETURN collect(i) AS account, collect(p.id) AS person_id,
  collect(CASE WHEN j:Competitor THEN j.id ELSE '\u001F' END) AS competitor,
  collect(coalesce(r.strength, -1.0)) AS strength,
  collect(coalesce(r.valid_from, '\u001F')) AS valid_from, collect(coalesce(r.valid_to, '\u001F')) AS valid_to,
  collect(coalesce(j.author, '\u001F')) AS author, collect(coalesce(j.at, '\u001F')) AS at,
  collect(coalesce(j.support, '\u001F')) AS support, collect(coalesce(j.power, -1.0)) AS power,
  collect(coalesce(j.confidence, -1.0)) AS confidence,
  collect(coalesce(j.satisfaction, -1.0)) AS satisfaction, collect(coalesce(j.loyalty, -1.0)) AS loyalty,
  collect(coalesce(j.trust_conduct, -1.0)) AS trust_conduct,
  collect(coalesce(j.trust_expertise, -1.0)) AS trust_expertise,
  collect(coalesce(j.trust_personal, -1.0)) AS trust_personal,
  collect(coalesce(j.trust_interest, -1.0)) AS trust_interest,
  collect(coalesce(r.source, j.source, '\u001F')) AS source, collect(coalesce(j.note, '\u001F')) AS note
