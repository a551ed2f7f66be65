// title: CONFLICTS_WITH keys are unique
// description: No two CONFLICTS_WITH relationships share a key.
CREATE CONSTRAINT conflicts_with_key IF NOT EXISTS FOR ()-[r:CONFLICTS_WITH]-() REQUIRE r.key IS UNIQUE
