DROP TABLE kept_answers;
DROP TABLE access_tokens;
ALTER TABLE accounts DROP COLUMN role;
ALTER TABLE comments DROP COLUMN version;
ALTER TABLE articles DROP COLUMN version;
ALTER TABLE articles DROP COLUMN views;
