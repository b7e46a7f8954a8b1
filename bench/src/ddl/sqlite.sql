CREATE TABLE articles (
    id           BLOB NOT NULL PRIMARY KEY,
    title        TEXT NOT NULL,
    slug         TEXT NOT NULL,
    body         TEXT NOT NULL,
    status       TEXT NOT NULL,
    author_id    BLOB NOT NULL,
    views        INTEGER NOT NULL,
    note         TEXT,
    published_at TEXT,
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    deleted_at   TEXT
);
CREATE INDEX articles_by_time ON articles (created_at, id);
CREATE INDEX articles_by_slug ON articles (slug);
CREATE TABLE posts (id BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL, created_at TEXT NOT NULL, deleted_at TEXT);
CREATE INDEX posts_by_time ON posts (created_at, id);
CREATE TABLE remarks (
    id         BIGINT NOT NULL PRIMARY KEY,
    post_id    BIGINT NOT NULL REFERENCES posts (id),
    body       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    deleted_at TEXT
);
CREATE INDEX remarks_by_post ON remarks (post_id);
CREATE TABLE labels (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE post_labels (
    post_id  BIGINT NOT NULL REFERENCES posts (id),
    label_id BIGINT NOT NULL REFERENCES labels (id),
    PRIMARY KEY (post_id, label_id)
);
CREATE TABLE items (
    id         BIGINT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    amount     INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
