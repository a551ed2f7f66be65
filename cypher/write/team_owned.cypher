// title: Let what one of us owns go
// description: Takes one of us away from needs and incidents.
// param id: string
MATCH (:TeamMember {id: $id})<-[:OWNED_BY]-(n)
REMOVE n.owner_id
RETURN collect(DISTINCT n.account_id) AS ids
