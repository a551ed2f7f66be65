// title: Schema ids are unique
// description: No two Schema nodes share an id.
CREATE CONSTRAINT schema_id IF NOT EXISTS FOR (n:Schema) REQUIRE n.id IS UNIQUE
