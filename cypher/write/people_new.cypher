// title: Write new people
// description: Makes a person who is not stored yet, with one employment; `person` is what holds for all of them:
//   name, form for searching, address, telephone, whether a placeholder. Each account is looked up once.
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
UNWIND range(0, size($key) - 1) AS i
WITH $account_id[i] AS account_id, collect(i) AS rows
MATCH (a:Account {id: account_id})
UNWIND rows AS i
CREATE (:Person {
    id: $id[i], name: $person[i][0], search: $person[i][1], email: $person[i][2], phone: $person[i][3],
    placeholder: $person[i][4]
})-[:WORKS_AT {
    key: $key[i], account_id: $account_id[i], name: $name[i], email: $email[i], phone: $phone[i],
    title: $title[i], department: $department[i], functions: $function[i], layer: $layer[i],
    layer_source: $layer_source[i], reports_to: $reports_to[i], power: $power[i], target: $target[i],
    placeholder: $placeholder[i], valid_from: $valid_from[i], valid_to: $valid_to[i]
}]->(a)
RETURN count(a) AS account_id
