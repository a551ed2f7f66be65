// title: Write touchpoints
// description: Makes the touchpoint of a row at its account, with who took part: of us `team_ids`, of theirs
//   `took`, each with a `part` (spoken, present, cc). A changed one is deleted before.
// param key: list
// param at: list
// param channel: list
// param account_id: list
// param team_ids: list
// param people_ids: list
// param present_ids: list
// param cc_ids: list
// param initiated_by: list
// param sentiment: list
// param purpose: list
// param outcome: list
// param subject: list
// param source: list
// param t: list
// param packed: list
// param took: list
// param part: list
UNWIND range(0, size($key) - 1) AS i
MATCH (a:Account {id: $account_id[i]})
CREATE (n:Touchpoint {
    id: $key[i], at: $at[i], channel: $channel[i], account_id: $account_id[i], team_ids: $team_ids[i],
    people_ids: $people_ids[i], present_ids: $present_ids[i], cc_ids: $cc_ids[i],
    initiated_by: $initiated_by[i], sentiment: $sentiment[i], purpose: $purpose[i], outcome: $outcome[i],
    subject: $subject[i], source: $source[i], t: $t[i],
    packed: $packed[i]
})-[:AT]->(a)
WITH i, n
UNWIND $team_ids[i] AS team_id
MATCH (u:TeamMember {id: team_id})
CREATE (u)-[:TOOK_PART]->(n)
WITH i, n, count(u) AS ours
UNWIND range(0, size($took[i]) - 1) AS j
MATCH (p:Person {id: $took[i][j]})
CREATE (p)-[:TOOK_PART {part: $part[i][j]}]->(n)
WITH i, ours, count(p) AS theirs
RETURN count(i) AS key, sum(ours) AS team_ids, sum(theirs) AS took
