// title: Need ids are unique
// description: No two Need nodes share an id.
CREATE CONSTRAINT need_id IF NOT EXISTS FOR (n:Need) REQUIRE n.id IS UNIQUE
