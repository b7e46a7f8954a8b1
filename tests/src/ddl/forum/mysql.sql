-- Foreign keys are left out: what holds here, the library holds.
CREATE TABLE posters (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL, deleted_at DATETIME(6), deletion_batch BINARY(16));
CREATE TABLE posts (
    id             BINARY(16) NOT NULL PRIMARY KEY,
    parent_id      BINARY(16),
    poster_id      BIGINT,
    body           VARCHAR(100) NOT NULL,
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16)
);
CREATE TABLE marks (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    post_id        BINARY(16) NOT NULL,
    poster_id      BIGINT NOT NULL,
    is_deleted     BOOLEAN NOT NULL,
    deletion_batch BINARY(16)
);
CREATE TABLE folders (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, parent_id BIGINT, name VARCHAR(100) NOT NULL);
CREATE TABLE files (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, folder_id BIGINT NOT NULL, name VARCHAR(100) NOT NULL);
