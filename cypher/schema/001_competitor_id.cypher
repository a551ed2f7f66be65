// title: Competitor ids are unique
// description: No two Competitor nodes share an id.
CREATE CONSTRAINT competitor_id IF NOT EXISTS FOR (n:Competitor) REQUIRE n.id IS UNIQUE
