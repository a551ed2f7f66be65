// title: Write persons
// description: Makes or renames a person a row: what holds for all employments.
// param key: list
// param name: list
// param search: list
// param email: list
// param phone: list
// param placeholder: list
UNWIND range(0, size($key) - 1) AS i
MERGE (p:Person {id: $key[i]})
SET p.name = $name[i], p.search = $search[i], p.email = $email[i], p.phone = $phone[i],
    p.placeholder = $placeholder[i]
RETURN count(p) AS key
