CREATE TABLE articles (
    id           BINARY(16) NOT NULL PRIMARY KEY,
    title        VARCHAR(200) NOT NULL,
    slug         VARCHAR(200) NOT NULL,
    body         TEXT NOT NULL,
    status       VARCHAR(200) NOT NULL,
    author_id    BINARY(16) NOT NULL,
    views        INTEGER NOT NULL,
    note         TEXT,
    published_at DATETIME(6),
    created_at   DATETIME(6) NOT NULL,
    updated_at   DATETIME(6) NOT NULL,
    deleted_at   DATETIME(6)
);
CREATE INDEX articles_by_time ON articles (created_at, id);
CREATE INDEX articles_by_slug ON articles (slug);
CREATE TABLE posts (id BIGINT NOT NULL PRIMARY KEY, title VARCHAR(200) NOT NULL, created_at DATETIME(6) NOT NULL, deleted_at DATETIME(6));
CREATE INDEX posts_by_time ON posts (created_at, id);
CREATE TABLE remarks (
    id         BIGINT NOT NULL PRIMARY KEY,
    post_id    BIGINT NOT NULL REFERENCES posts (id),
    body       TEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    deleted_at DATETIME(6)
);
CREATE INDEX remarks_by_post ON remarks (post_id);
CREATE TABLE labels (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL);
CREATE TABLE post_labels (
    post_id  BIGINT NOT NULL REFERENCES posts (id),
    label_id BIGINT NOT NULL REFERENCES labels (id),
    PRIMARY KEY (post_id, label_id)
);
CREATE TABLE items (
    id         BIGINT NOT NULL PRIMARY KEY,
    name       VARCHAR(200) NOT NULL,
    amount     INTEGER NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL
);
