// title: Our people
// description: Our people of these ids, as columns; '' stands for unknown.
// param ids: list
MATCH (u:TeamMember)
WHERE u.id IN $ids
RETURN collect(u.id) AS id, collect(u.name) AS name, collect(coalesce(u.title, '')) AS title,
  collect(coalesce(u.level, '')) AS level, collect(coalesce(u.function, '')) AS function,
  collect(coalesce(u.reports_to, '')) AS reports_to, collect(coalesce(u.valid_from, '')) AS valid_from,
  collect(coalesce(u.valid_to, '')) AS valid_to, collect(coalesce(u.left_to, '')) AS left_to
