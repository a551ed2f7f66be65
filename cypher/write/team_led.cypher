// title: Let whom one of us leads go
// description: Takes one of us away from those who report to that one.
// param id: string
MATCH (:TeamMember {id: $id})<-[:REPORTS_TO]-(t:TeamMember)
REMOVE t.reports_to
RETURN collect(t.id) AS ids
