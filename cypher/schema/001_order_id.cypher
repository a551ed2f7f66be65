// title: Order ids are unique
// description: No two Order nodes share an id.
CREATE CONSTRAINT order_id IF NOT EXISTS FOR (n:Order) REQUIRE n.id IS UNIQUE
