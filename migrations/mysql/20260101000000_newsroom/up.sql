-- Text is compared byte by byte, as the other backends do it.
CREATE TABLE authors (
    id          BINARY(16) NOT NULL PRIMARY KEY,
    handle      VARCHAR(50) NOT NULL,
    name        VARCHAR(100) NOT NULL,
    email       VARCHAR(200) NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    updated_at  DATETIME(6) NOT NULL,
    deleted_at  DATETIME(6),
    live_handle VARCHAR(50) AS (IF(deleted_at IS NULL, handle, NULL)) STORED,
    CONSTRAINT authors_live_handle UNIQUE (live_handle)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE articles (
    id           BINARY(16) NOT NULL PRIMARY KEY,
    title        VARCHAR(200) NOT NULL,
    slug         VARCHAR(200) NOT NULL,
    standfirst   TEXT,
    body         LONGTEXT NOT NULL,
    words        INT NOT NULL,
    source       TEXT,
    status       VARCHAR(20) NOT NULL,
    published_at DATETIME(6),
    author_id    BINARY(16) NOT NULL,
    created_by   BINARY(16) NOT NULL,
    updated_by   BINARY(16),
    deleted_by   BINARY(16),
    created_at   DATETIME(6) NOT NULL,
    updated_at   DATETIME(6) NOT NULL,
    deleted_at   DATETIME(6),
    -- The slug of a deleted article is free again: a unique index takes any number of NULLs.
    live_slug    VARCHAR(200) AS (IF(deleted_at IS NULL, slug, NULL)) STORED,
    CONSTRAINT articles_live_slug UNIQUE (live_slug),
    CONSTRAINT articles_author FOREIGN KEY (author_id) REFERENCES authors (id),
    CONSTRAINT articles_creator FOREIGN KEY (created_by) REFERENCES authors (id),
    CONSTRAINT articles_updater FOREIGN KEY (updated_by) REFERENCES authors (id),
    CONSTRAINT articles_deleter FOREIGN KEY (deleted_by) REFERENCES authors (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE comments (
    id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    article_id   BINARY(16) NOT NULL,
    reader       VARCHAR(50) NOT NULL,
    body         TEXT NOT NULL,
    state        VARCHAR(20) NOT NULL,
    moderated_by BINARY(16),
    created_at   DATETIME(6) NOT NULL,
    updated_at   DATETIME(6) NOT NULL,
    deleted_at   DATETIME(6),
    CONSTRAINT comments_article FOREIGN KEY (article_id) REFERENCES articles (id),
    CONSTRAINT comments_moderator FOREIGN KEY (moderated_by) REFERENCES authors (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE tags (
    name       VARCHAR(50) NOT NULL PRIMARY KEY,
    created_at DATETIME(6) NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE article_tags (
    article_id BINARY(16) NOT NULL,
    tag        VARCHAR(50) NOT NULL,
    PRIMARY KEY (article_id, tag),
    CONSTRAINT article_tags_article FOREIGN KEY (article_id) REFERENCES articles (id),
    CONSTRAINT article_tags_tag FOREIGN KEY (tag) REFERENCES tags (name)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
