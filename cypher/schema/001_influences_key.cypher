// title: INFLUENCES keys are unique
// description: No two INFLUENCES relationships share a key.
CREATE CONSTRAINT influences_key IF NOT EXISTS FOR ()-[r:INFLUENCES]-() REQUIRE r.key IS UNIQUE
