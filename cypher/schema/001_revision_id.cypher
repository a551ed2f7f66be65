// title: Revision ids are unique
// description: No two Revision nodes share an id.
CREATE CONSTRAINT revision_id IF NOT EXISTS FOR (n:Revision) REQUIRE n.id IS UNIQUE
