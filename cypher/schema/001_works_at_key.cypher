// title: WORKS_AT keys are unique
// description: No two WORKS_AT relationships share a key.
CREATE CONSTRAINT works_at_key IF NOT EXISTS FOR ()-[r:WORKS_AT]-() REQUIRE r.key IS UNIQUE
