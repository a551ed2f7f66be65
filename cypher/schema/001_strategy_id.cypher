// title: Strategy ids are unique
// description: No two Strategy nodes share an id.
CREATE CONSTRAINT strategy_id IF NOT EXISTS FOR (n:Strategy) REQUIRE n.id IS UNIQUE
