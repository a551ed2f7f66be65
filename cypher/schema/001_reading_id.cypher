// title: Reading ids are unique
// description: No two Reading nodes share an id.
CREATE CONSTRAINT reading_id IF NOT EXISTS FOR (n:Reading) REQUIRE n.id IS UNIQUE
