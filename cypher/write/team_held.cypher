// title: What holds one of us
// description: How many touchpoints, commitments and actions one of us has.
// param id: string
MATCH (t:TeamMember {id: $id})
OPTIONAL MATCH (t)-[:TOOK_PART]->(n:Touchpoint)
WITH t, count(n) AS touchpoints
OPTIONAL MATCH (t)<-[:OWNED_BY]-(c:Commitment)
WITH t, touchpoints, count(c) AS commitments
OPTIONAL MATCH (t)<-[:OWNED_BY]-(a:Action)
RETURN touchpoints, commitments, count(a) AS actions
