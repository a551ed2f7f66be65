// title: Whom people lead
// description: The employments that report to these people.
// param id: list
UNWIND $id AS id
MATCH (:Person {id: id})<-[r:REPORTS_TO]-(s:Person)
MATCH (s)-[w:WORKS_AT {reports_to: id}]->(:Account)
REMOVE w.reports_to
RETURN collect(DISTINCT w.account_id) AS ids
