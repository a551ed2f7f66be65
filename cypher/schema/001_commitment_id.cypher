// title: Commitment ids are unique
// description: No two Commitment nodes share an id.
CREATE CONSTRAINT commitment_id IF NOT EXISTS FOR (n:Commitment) REQUIRE n.id IS UNIQUE
