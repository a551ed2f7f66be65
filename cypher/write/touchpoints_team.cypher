// title: Write who of us took part
// description: Joins each of us to the touchpoint.
// param touchpoint_id: list
// param team_id: list
UNWIND range(0, size($team_id) - 1) AS i
MATCH (t:TeamMember {id: $team_id[i]})
MATCH (n:Touchpoint {id: $touchpoint_id[i]})
CREATE (t)-[:TOOK_PART]->(n)
RETURN count(t) AS team_id
