// title: Ids of the team
// description: The ids of our people, at most so many.
// param limit: integer
MATCH (n:TeamMember)
WITH n.id AS id
LIMIT $limit
RETURN collect(id) AS ids
