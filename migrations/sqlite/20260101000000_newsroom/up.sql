CREATE TABLE authors (
    id         BLOB NOT NULL PRIMARY KEY,
    handle     TEXT NOT NULL,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
);
CREATE UNIQUE INDEX authors_live_handle ON authors (handle) WHERE deleted_at IS NULL;

CREATE TABLE articles (
    id           BLOB NOT NULL PRIMARY KEY,
    title        TEXT NOT NULL,
    slug         TEXT NOT NULL,
    standfirst   TEXT,
    body         TEXT NOT NULL,
    words        INTEGER NOT NULL,
    source       TEXT,
    status       TEXT NOT NULL,
    published_at TEXT,
    author_id    BLOB NOT NULL REFERENCES authors (id),
    created_by   BLOB NOT NULL REFERENCES authors (id),
    updated_by   BLOB REFERENCES authors (id),
    deleted_by   BLOB REFERENCES authors (id),
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    deleted_at   TEXT
);
-- The slug of a deleted article is free again.
CREATE UNIQUE INDEX articles_live_slug ON articles (slug) WHERE deleted_at IS NULL;
CREATE INDEX articles_by_author ON articles (author_id);

CREATE TABLE comments (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id   BLOB NOT NULL REFERENCES articles (id),
    reader       TEXT NOT NULL,
    body         TEXT NOT NULL,
    state        TEXT NOT NULL,
    moderated_by BLOB REFERENCES authors (id),
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    deleted_at   TEXT
);
CREATE INDEX comments_by_article ON comments (article_id);

CREATE TABLE tags (
    name       TEXT NOT NULL PRIMARY KEY,
    created_at TEXT NOT NULL
);

CREATE TABLE article_tags (
    article_id BLOB NOT NULL REFERENCES articles (id),
    tag        TEXT NOT NULL REFERENCES tags (name),
    PRIMARY KEY (article_id, tag)
);
