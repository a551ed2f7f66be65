// title: Survey ids are unique
// description: No two Survey nodes share an id.
CREATE CONSTRAINT survey_id IF NOT EXISTS FOR (n:Survey) REQUIRE n.id IS UNIQUE
