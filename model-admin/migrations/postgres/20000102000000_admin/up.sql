-- made below
CREATE TABLE x (id TEXT);
