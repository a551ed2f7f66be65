// title: touchpoints whose packed text differs from their properties
// description: Compares what the analyses read with what it was made of.
MATCH (t:Touchpoint)
WHERE t.packed <> t.id + '\u001F' + t.channel + '\u001F'
    + reduce(s = '', x IN t.team_ids | s + x + ';') + '\u001F'
    + reduce(s = '', x IN t.people_ids | s + x + ';') + '\u001F'
    + reduce(s = '', x IN t.present_ids | s + x + ';') + '\u001F'
    + reduce(s = '', x IN t.cc_ids | s + x + ';') + '\u001F' + coalesce(t.initiated_by, '')
RETURN count(t) AS n, collect(t.id)[..5] AS examples
