// title: Reporting lines
// description: To whom these people report, or reported, with where each line comes from and when it holds.
// param people: list<string>
MATCH (p:Person)-[line:REPORTS_TO]->(manager:Person)
WHERE p.id IN $people
RETURN p.id AS person_id, manager.id AS manager_id, line.account_id AS account_id, line.source AS source,
  line.key AS key, line.valid_from AS valid_from, line.valid_to AS valid_to
ORDER BY person_id, manager_id, key
