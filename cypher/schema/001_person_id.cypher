// title: Person ids are unique
// description: No two Person nodes share an id.
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE
