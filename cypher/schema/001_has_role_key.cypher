// title: HAS_ROLE keys are unique
// description: No two HAS_ROLE relationships share a key.
CREATE CONSTRAINT has_role_key IF NOT EXISTS FOR ()-[r:HAS_ROLE]-() REQUIRE r.key IS UNIQUE
