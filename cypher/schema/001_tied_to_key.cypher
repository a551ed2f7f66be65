// title: TIED_TO keys are unique
// description: No two TIED_TO relationships share a key.
CREATE CONSTRAINT tied_to_key IF NOT EXISTS FOR ()-[r:TIED_TO]-() REQUIRE r.key IS UNIQUE
