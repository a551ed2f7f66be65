// title: Account ids are unique
// description: No two Account nodes share an id.
CREATE CONSTRAINT account_id IF NOT EXISTS FOR (n:Account) REQUIRE n.id IS UNIQUE
