// title: TeamMember ids are unique
// description: No two TeamMember nodes share an id.
CREATE CONSTRAINT teammember_id IF NOT EXISTS FOR (n:TeamMember) REQUIRE n.id IS UNIQUE
