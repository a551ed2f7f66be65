// title: Write team members
// description: Makes or replaces one of us a row and lets the old superior go; team_reports sets the new one.
// param key: list
// param name: list
// param email: list
// param title: list
// param level: list
// param function: list
// param grade: list
// param reports_to: list
// param valid_from: list
// param valid_to: list
// param left_to: list
// param search: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:TeamMember {id: $key[i]})
SET n.name = $name[i], n.email = $email[i], n.title = $title[i], n.level = $level[i],
    n.function = $function[i], n.grade = $grade[i], n.reports_to = $reports_to[i],
    n.valid_from = $valid_from[i], n.valid_to = $valid_to[i], n.left_to = $left_to[i],
    n.search = $search[i]
WITH n
OPTIONAL MATCH (n)-[old:REPORTS_TO]->()
DELETE old
RETURN count(DISTINCT n) AS key
