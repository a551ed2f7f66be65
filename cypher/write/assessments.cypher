// title: Write assessments
// description: Makes or replaces an assessment a row, with its references; counts what it found of them.
// param key: list
// param person_id: list
// param author: list
// param at: list
// param support: list
// param power: list
// param trust_conduct: list
// param trust_expertise: list
// param trust_personal: list
// param trust_interest: list
// param satisfaction: list
// param loyalty: list
// param confidence: list
// param source: list
// param note: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Assessment {id: $key[i]})
SET n.person_id = $person_id[i], n.author = $author[i], n.at = $at[i], n.support = $support[i],
    n.power = $power[i], n.trust_conduct = $trust_conduct[i], n.trust_expertise = $trust_expertise[i],
    n.trust_personal = $trust_personal[i], n.trust_interest = $trust_interest[i],
    n.satisfaction = $satisfaction[i], n.loyalty = $loyalty[i], n.confidence = $confidence[i],
    n.source = $source[i], n.note = $note[i]
WITH i, n
OPTIONAL MATCH (n)-[old:CONCERNS]->()
DELETE old
WITH DISTINCT i, n
OPTIONAL MATCH (p:Person {id: coalesce($person_id[i], '')})
FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (n)-[:CONCERNS]->(x))
RETURN count(n) AS key, count(p) AS person_id
