-- Text is compared byte by byte, as the other backends do it.
-- What is unique is so among the rows that are not deleted. What `model_core::ddl::unique_indexes` gives stands here as it is.

CREATE TABLE authors (
    id             BINARY(16) NOT NULL PRIMARY KEY,
    handle         VARCHAR(50) NOT NULL,
    name           VARCHAR(100) NOT NULL,
    email          VARCHAR(200) NOT NULL,
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE `authors` ADD COLUMN `live` TINYINT AS (IF(`deleted_at` IS NULL, 1, NULL)) VIRTUAL;
CREATE UNIQUE INDEX `authors_handle_unique` ON `authors` (`handle`, `live`);
CREATE INDEX authors_by_deletion ON authors (deletion_batch);

CREATE TABLE articles (
    id             BINARY(16) NOT NULL PRIMARY KEY,
    title          VARCHAR(200) NOT NULL,
    slug           VARCHAR(200) NOT NULL,
    standfirst     TEXT,
    body           LONGTEXT NOT NULL,
    words          INT NOT NULL,
    source         VARCHAR(500),
    status         VARCHAR(20) NOT NULL,
    published_at   DATETIME(6),
    author_id      BINARY(16) NOT NULL,
    created_by     BINARY(16) NOT NULL,
    updated_by     BINARY(16),
    deleted_by     BINARY(16),
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16),
    CONSTRAINT articles_author FOREIGN KEY (author_id) REFERENCES authors (id),
    CONSTRAINT articles_creator FOREIGN KEY (created_by) REFERENCES authors (id),
    CONSTRAINT articles_updater FOREIGN KEY (updated_by) REFERENCES authors (id),
    CONSTRAINT articles_deleter FOREIGN KEY (deleted_by) REFERENCES authors (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE `articles` ADD COLUMN `live` TINYINT AS (IF(`deleted_at` IS NULL, 1, NULL)) VIRTUAL;
CREATE UNIQUE INDEX `articles_slug_unique` ON `articles` (`slug`, `live`);
CREATE UNIQUE INDEX `articles_source_unique` ON `articles` (`source`, `live`);
CREATE INDEX articles_by_deletion ON articles (deletion_batch);

CREATE TABLE comments (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    article_id     BINARY(16) NOT NULL,
    parent_id      BIGINT,
    reader         VARCHAR(50) NOT NULL,
    body           TEXT NOT NULL,
    state          VARCHAR(20) NOT NULL,
    moderated_by   BINARY(16),
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16),
    CONSTRAINT comments_article FOREIGN KEY (article_id) REFERENCES articles (id),
    CONSTRAINT comments_parent FOREIGN KEY (parent_id) REFERENCES comments (id),
    CONSTRAINT comments_moderator FOREIGN KEY (moderated_by) REFERENCES authors (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX comments_by_deletion ON comments (deletion_batch);

CREATE TABLE reactions (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    article_id     BINARY(16) NOT NULL,
    reader         VARCHAR(50) NOT NULL,
    mood           VARCHAR(20) NOT NULL,
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16),
    CONSTRAINT reactions_article FOREIGN KEY (article_id) REFERENCES articles (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE `reactions` ADD COLUMN `live` TINYINT AS (IF(`deleted_at` IS NULL, 1, NULL)) VIRTUAL;
CREATE UNIQUE INDEX `reactions_reader_article_id_unique` ON `reactions` (`reader`, `article_id`, `live`);

CREATE TABLE tags (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name       VARCHAR(50) NOT NULL,
    created_at DATETIME(6) NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE UNIQUE INDEX `tags_name_unique` ON `tags` (`name`);

CREATE TABLE article_tags (
    article_id     BINARY(16) NOT NULL,
    tag_id         BIGINT NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16),
    PRIMARY KEY (article_id, tag_id),
    CONSTRAINT article_tags_article FOREIGN KEY (article_id) REFERENCES articles (id),
    CONSTRAINT article_tags_tag FOREIGN KEY (tag_id) REFERENCES tags (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
