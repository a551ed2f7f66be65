// title: Assessment ids are unique
// description: No two Assessment nodes share an id.
CREATE CONSTRAINT assessment_id IF NOT EXISTS FOR (n:Assessment) REQUIRE n.id IS UNIQUE
