// title: Touchpoints of accounts
// description: Every contact with these accounts, each as its packed text; one that was written without it is
//   packed here.
// param ids: list<string>
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})<-[:AT]-(t:Touchpoint)
RETURN collect(i) AS account, collect(t.t) AS at,
  collect(coalesce(t.packed, t.id + '\u001F' + t.channel + '\u001F'
    + reduce(s = '', x IN t.team_ids | s + x + ';') + '\u001F'
    + reduce(s = '', x IN t.people_ids | s + x + ';') + '\u001F'
    + reduce(s = '', x IN t.present_ids | s + x + ';') + '\u001F'
    + reduce(s = '', x IN t.cc_ids | s + x + ';') + '\u001F' + coalesce(t.initiated_by, ''))) AS packed
