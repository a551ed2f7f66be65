// title: Change ids are unique
// description: No two Change nodes share an id.
CREATE CONSTRAINT change_id IF NOT EXISTS FOR (n:Change) REQUIRE n.id IS UNIQUE
