CREATE TABLE posters (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL, deleted_at DATETIME(6), deletion_batch BINARY(16));
CREATE TABLE posts (
    id             BINARY(16) NOT NULL PRIMARY KEY,
    parent_id      BINARY(16),
    poster_id      BIGINT,
    body           VARCHAR(100) NOT NULL,
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16),
    FOREIGN KEY (parent_id) REFERENCES posts (id),
    FOREIGN KEY (poster_id) REFERENCES posters (id)
);
CREATE TABLE marks (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    post_id        BINARY(16) NOT NULL,
    poster_id      BIGINT NOT NULL,
    is_deleted     BOOLEAN NOT NULL,
    deletion_batch BINARY(16),
    FOREIGN KEY (post_id) REFERENCES posts (id),
    FOREIGN KEY (poster_id) REFERENCES posters (id)
);
CREATE TABLE folders (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, parent_id BIGINT, name VARCHAR(100) NOT NULL,
    FOREIGN KEY (parent_id) REFERENCES folders (id)
);
CREATE TABLE files (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, folder_id BIGINT NOT NULL, name VARCHAR(100) NOT NULL,
    FOREIGN KEY (folder_id) REFERENCES folders (id)
);
