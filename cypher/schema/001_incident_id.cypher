// title: Incident ids are unique
// description: No two Incident nodes share an id.
CREATE CONSTRAINT incident_id IF NOT EXISTS FOR (n:Incident) REQUIRE n.id IS UNIQUE
