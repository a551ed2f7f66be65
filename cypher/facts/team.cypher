// title: Our people
// description: What is recorded of these of ours.
// param ids: list<string>
UNWIND $ids AS id
MATCH (u:TeamMember {id: id})
RETURN collect(u.id) AS id, collect(u.name) AS name, collect(coalesce(u.title, '\u001F')) AS title,
  collect(coalesce(u.level, '\u001F')) AS level, collect(coalesce(u.function, '\u001F')) AS function,
  collect(coalesce(u.reports_to, '\u001F')) AS reports_to,
  collect(coalesce(u.valid_from, '\u001F')) AS valid_from,
  collect(coalesce(u.valid_to, '\u001F')) AS valid_to, collect(coalesce(u.left_to, '\u001F')) AS left_to,
  collect(coalesce(u.grade, '\u001F')) AS grade
