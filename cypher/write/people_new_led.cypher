// title: Write new people who report to somebody
// description: Like people_new, with the reporting line to somebody who is there. Each boss and account is looked
//   up once.
// param key: list
// param id: list
// param account_id: list
// param name: list
// param email: list
// param phone: list
// param title: list
// param department: list
// param function: list
// param layer: list
// param layer_source: list
// param reports_to: list
// param power: list
// param target: list
// param placeholder: list
// param valid_from: list
// param valid_to: list
// param person: list
// param line: list
UNWIND range(0, size($key) - 1) AS i
WITH $account_id[i] AS account_id, $reports_to[i] AS boss, collect(i) AS rows
MATCH (a:Account {id: account_id})
MATCH (b:Person {id: boss})
UNWIND rows AS i
CREATE (p:Person {
    id: $id[i], name: $person[i][0], search: $person[i][1], email: $person[i][2], phone: $person[i][3],
    placeholder: $person[i][4]
})-[:WORKS_AT {
    key: $key[i], account_id: $account_id[i], name: $name[i], email: $email[i], phone: $phone[i],
    title: $title[i], department: $department[i], functions: $function[i], layer: $layer[i],
    layer_source: $layer_source[i], reports_to: $reports_to[i], power: $power[i], target: $target[i],
    placeholder: $placeholder[i], valid_from: $valid_from[i], valid_to: $valid_to[i]
}]->(a)
CREATE (p)-[:REPORTS_TO {
    key: $line[i], account_id: $account_id[i], source: 'people', valid_from: $valid_from[i], valid_to: $valid_to[i]
}]->(b)
RETURN count(a) AS account_id, count(b) AS reports_to
