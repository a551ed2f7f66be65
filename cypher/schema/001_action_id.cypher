// title: Action ids are unique
// description: No two Action nodes share an id.
CREATE CONSTRAINT action_id IF NOT EXISTS FOR (n:Action) REQUIRE n.id IS UNIQUE
