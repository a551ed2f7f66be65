// title: roles in a decision that is not there
// description: Looks for the decision of each role that names one.
MATCH (p:Person)-[h:HAS_ROLE]->(:Role)
WHERE h.decision IS NOT NULL
WITH p.id AS id, h.account_id + '\u001f' + h.decision AS decision
OPTIONAL MATCH (d:Decision {id: coalesce(decision, '')})
WITH id, d
WHERE d IS NULL
RETURN count(id) AS n, collect(id)[..5] AS examples
