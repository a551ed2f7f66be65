// title: Write employments
// description: Makes the employment of a row between a person and an account.
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
UNWIND range(0, size($key) - 1) AS i
MATCH (p:Person {id: $id[i]})
MATCH (a:Account {id: $account_id[i]})
CREATE (p)-[:WORKS_AT {
    key: $key[i], account_id: $account_id[i], name: $name[i], email: $email[i], phone: $phone[i],
    title: $title[i], department: $department[i], functions: $function[i], layer: $layer[i],
    layer_source: $layer_source[i], reports_to: $reports_to[i], power: $power[i], target: $target[i],
    placeholder: $placeholder[i], valid_from: $valid_from[i], valid_to: $valid_to[i]
}]->(a)
RETURN count(p) AS id, count(a) AS account_id
