// title: Decision ids are unique
// description: No two Decision nodes share an id.
CREATE CONSTRAINT decision_id IF NOT EXISTS FOR (n:Decision) REQUIRE n.id IS UNIQUE
