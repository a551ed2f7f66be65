// title: REPORTS_TO keys are unique
// description: No two REPORTS_TO relationships share a key.
CREATE CONSTRAINT reports_to_key IF NOT EXISTS FOR ()-[r:REPORTS_TO]-() REQUIRE r.key IS UNIQUE
