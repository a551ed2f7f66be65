// title: COVERS keys are unique
// description: No two COVERS relationships share a key.
CREATE CONSTRAINT covers_key IF NOT EXISTS FOR ()-[r:COVERS]-() REQUIRE r.key IS UNIQUE
