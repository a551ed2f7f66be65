// title: Role ids are unique
// description: No two Role nodes share an id.
CREATE CONSTRAINT role_id IF NOT EXISTS FOR (n:Role) REQUIRE n.id IS UNIQUE
