// title: Touchpoint ids are unique
// description: No two Touchpoint nodes share an id.
CREATE CONSTRAINT touchpoint_id IF NOT EXISTS FOR (n:Touchpoint) REQUIRE n.id IS UNIQUE
