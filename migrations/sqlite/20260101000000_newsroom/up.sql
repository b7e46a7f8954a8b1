-- What is unique is so among the rows that are not deleted. What `model_core::ddl::unique_indexes` gives stands here as it is.

CREATE TABLE authors (
    id             BLOB NOT NULL PRIMARY KEY,
    handle         TEXT NOT NULL,
    name           TEXT NOT NULL,
    email          TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE UNIQUE INDEX `authors_handle_unique` ON `authors` (`handle`) WHERE `deleted_at` IS NULL;
CREATE INDEX authors_by_deletion ON authors (deletion_batch);

CREATE TABLE articles (
    id             BLOB NOT NULL PRIMARY KEY,
    title          TEXT NOT NULL,
    slug           TEXT NOT NULL,
    standfirst     TEXT,
    body           TEXT NOT NULL,
    words          INTEGER NOT NULL,
    source         TEXT,
    status         TEXT NOT NULL,
    published_at   TEXT,
    author_id      BLOB NOT NULL REFERENCES authors (id),
    created_by     BLOB NOT NULL REFERENCES authors (id),
    updated_by     BLOB REFERENCES authors (id),
    deleted_by     BLOB REFERENCES authors (id),
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE UNIQUE INDEX `articles_slug_unique` ON `articles` (`slug`) WHERE `deleted_at` IS NULL;
CREATE UNIQUE INDEX `articles_source_unique` ON `articles` (`source`) WHERE `deleted_at` IS NULL;
CREATE INDEX articles_by_author ON articles (author_id);
CREATE INDEX articles_by_deletion ON articles (deletion_batch);

CREATE TABLE comments (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id     BLOB NOT NULL REFERENCES articles (id),
    parent_id      INTEGER REFERENCES comments (id),
    reader         TEXT NOT NULL,
    body           TEXT NOT NULL,
    state          TEXT NOT NULL,
    moderated_by   BLOB REFERENCES authors (id),
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE INDEX comments_by_article ON comments (article_id);
CREATE INDEX comments_by_parent ON comments (parent_id);
CREATE INDEX comments_by_deletion ON comments (deletion_batch);

CREATE TABLE reactions (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id     BLOB NOT NULL REFERENCES articles (id),
    reader         TEXT NOT NULL,
    mood           TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE UNIQUE INDEX `reactions_reader_article_id_unique` ON `reactions` (`reader`, `article_id`) WHERE `deleted_at` IS NULL;
CREATE INDEX reactions_by_article ON reactions (article_id);

CREATE TABLE tags (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX `tags_name_unique` ON `tags` (`name`);

CREATE TABLE article_tags (
    article_id     BLOB NOT NULL REFERENCES articles (id),
    tag_id         INTEGER NOT NULL REFERENCES tags (id),
    deleted_at     TEXT,
    deletion_batch BLOB,
    PRIMARY KEY (article_id, tag_id)
);
CREATE INDEX article_tags_by_tag ON article_tags (tag_id);
