// title: Tie ids are unique
// description: No two Tie nodes share an id.
CREATE CONSTRAINT tie_id IF NOT EXISTS FOR (n:Tie) REQUIRE n.id IS UNIQUE
