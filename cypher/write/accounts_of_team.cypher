// title: Accounts of team members
// description: The accounts that these of us cover, covered, had contact with, or owe something.
// param id: list
UNWIND $id AS id
MATCH (:TeamMember {id: id})-[:COVERS|TOOK_PART|OWNED_BY]-(n)
RETURN collect(DISTINCT coalesce(n.account_id, n.id)) AS ids
