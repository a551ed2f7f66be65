// title: Write accounts
// description: Makes or replaces an account a row and lets its old parent go; accounts_parent sets the new one.
// param key: list
// param name: list
// param type: list
// param parent_id: list
// param domains: list
// param industry: list
// param kinds: list
// param grade: list
// param segment: list
// param lifecycle: list
// param our_role: list
// param captive: list
// param payment: list
// param currency: list
// param annual_value: list
// param potential: list
// param search: list
UNWIND range(0, size($key) - 1) AS i
MERGE (n:Account {id: $key[i]})
SET n.name = $name[i], n.type = $type[i], n.parent_id = $parent_id[i], n.domains = $domains[i],
    n.industry = $industry[i], n.kinds = $kinds[i], n.grade = $grade[i], n.segment = $segment[i],
    n.lifecycle = $lifecycle[i], n.our_role = $our_role[i], n.captive = $captive[i],
    n.payment = $payment[i], n.currency = $currency[i], n.annual_value = $annual_value[i],
    n.potential = $potential[i], n.search = $search[i]
WITH n
OPTIONAL MATCH (n)-[old:PART_OF]->()
DELETE old
RETURN count(DISTINCT n) AS key
