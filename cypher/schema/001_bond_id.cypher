// title: Bond ids are unique
// description: No two Bond nodes share an id.
CREATE CONSTRAINT bond_id IF NOT EXISTS FOR (n:Bond) REQUIRE n.id IS UNIQUE
