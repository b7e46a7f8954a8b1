CREATE TABLE posters (id INTEGER PRIMARY KEY, name TEXT NOT NULL, deleted_at TEXT, deletion_batch BLOB);
CREATE TABLE posts (
    id             BLOB NOT NULL PRIMARY KEY,
    parent_id      BLOB,
    poster_id      BIGINT,
    body           TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB,
    FOREIGN KEY (parent_id) REFERENCES posts (id),
    FOREIGN KEY (poster_id) REFERENCES posters (id)
);
CREATE TABLE marks (
    id             INTEGER PRIMARY KEY,
    post_id        BLOB NOT NULL,
    poster_id      BIGINT NOT NULL,
    is_deleted     BOOLEAN NOT NULL,
    deletion_batch BLOB,
    FOREIGN KEY (post_id) REFERENCES posts (id),
    FOREIGN KEY (poster_id) REFERENCES posters (id)
);
CREATE TABLE folders (id INTEGER PRIMARY KEY, parent_id BIGINT, name TEXT NOT NULL,
    FOREIGN KEY (parent_id) REFERENCES folders (id)
);
CREATE TABLE files (id INTEGER PRIMARY KEY, folder_id BIGINT NOT NULL, name TEXT NOT NULL,
    FOREIGN KEY (folder_id) REFERENCES folders (id)
);
