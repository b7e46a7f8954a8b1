-- Text is compared byte by byte, as the other backends do it.
-- What is unique is so among the rows that are not deleted. What `model_core::ddl::unique_indexes` gives stands here as it is.

CREATE TABLE accounts (
    id             BINARY(16) NOT NULL PRIMARY KEY,
    email          VARCHAR(200) NOT NULL,
    name           VARCHAR(100),
    author_id      BINARY(16),
    password       VARCHAR(200) NOT NULL,
    token          VARCHAR(200),
    verified_at    DATETIME(6),
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deleted_by     VARCHAR(100),
    deletion_batch BINARY(16),
    CONSTRAINT accounts_author FOREIGN KEY (author_id) REFERENCES authors (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE `accounts` ADD COLUMN `live` TINYINT AS (IF(`deleted_at` IS NULL, 1, NULL)) VIRTUAL;
CREATE UNIQUE INDEX `accounts_email_unique` ON `accounts` (`email`, `live`);
CREATE UNIQUE INDEX `accounts_author_id_unique` ON `accounts` (`author_id`, `live`);

ALTER TABLE articles ADD COLUMN seo_title VARCHAR(60);
ALTER TABLE articles ADD COLUMN seo_description VARCHAR(160);
ALTER TABLE articles ADD COLUMN keywords TEXT;

-- A reaction is to any kind of row now. Those that went with a deleted article stay deleted.
ALTER TABLE reactions ADD COLUMN target VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
UPDATE reactions SET target = LOWER(CONCAT('article:', SUBSTR(HEX(article_id), 1, 8), '-', SUBSTR(HEX(article_id), 9, 4), '-',
    SUBSTR(HEX(article_id), 13, 4), '-', SUBSTR(HEX(article_id), 17, 4), '-', SUBSTR(HEX(article_id), 21)));
ALTER TABLE reactions DROP FOREIGN KEY reactions_article;
DROP INDEX `reactions_reader_article_id_unique` ON `reactions`;
ALTER TABLE reactions DROP COLUMN article_id;
ALTER TABLE reactions MODIFY COLUMN target VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL;
CREATE UNIQUE INDEX `reactions_reader_target_mood_unique` ON `reactions` (`reader`, `target`, `mood`, `live`);
CREATE INDEX reactions_by_target ON reactions (target);

CREATE TABLE tasks (
    id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title       VARCHAR(200) NOT NULL,
    state       VARCHAR(20) NOT NULL,
    assignee_id BINARY(16),
    article_id  BINARY(16),
    due_at      DATETIME(6),
    version     INT NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    updated_at  DATETIME(6) NOT NULL,
    created_by  BINARY(16),
    updated_by  BINARY(16),
    CONSTRAINT tasks_assignee FOREIGN KEY (assignee_id) REFERENCES authors (id),
    CONSTRAINT tasks_article FOREIGN KEY (article_id) REFERENCES articles (id),
    CONSTRAINT tasks_creator FOREIGN KEY (created_by) REFERENCES authors (id),
    CONSTRAINT tasks_updater FOREIGN KEY (updated_by) REFERENCES authors (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE exports (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    file       TEXT NOT NULL,
    state      VARCHAR(20) NOT NULL,
    articles   INT,
    reason     TEXT,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    CONSTRAINT exports_creator FOREIGN KEY (created_by) REFERENCES authors (id),
    CONSTRAINT exports_updater FOREIGN KEY (updated_by) REFERENCES authors (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE products (
    id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name        VARCHAR(50) NOT NULL,
    price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
    stock       INT NOT NULL CHECK (stock >= 0),
    version     BIGINT NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    updated_at  DATETIME(6) NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE UNIQUE INDEX `products_name_unique` ON `products` (`name`);

CREATE TABLE orders (
    id          BINARY(16) NOT NULL PRIMARY KEY,
    account_id  BINARY(16) NOT NULL,
    state       VARCHAR(20) NOT NULL,
    total_cents BIGINT NOT NULL CHECK (total_cents >= 0),
    version     INT NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    updated_at  DATETIME(6) NOT NULL,
    CONSTRAINT orders_account FOREIGN KEY (account_id) REFERENCES accounts (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE order_items (
    order_id    BINARY(16) NOT NULL,
    product_id  BIGINT NOT NULL,
    quantity    INT NOT NULL CHECK (quantity > 0),
    price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
    PRIMARY KEY (order_id, product_id),
    CONSTRAINT order_items_order FOREIGN KEY (order_id) REFERENCES orders (id),
    CONSTRAINT order_items_product FOREIGN KEY (product_id) REFERENCES products (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE followings (
    account_id BINARY(16) NOT NULL,
    article_id BINARY(16) NOT NULL,
    PRIMARY KEY (account_id, article_id),
    CONSTRAINT followings_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT followings_article FOREIGN KEY (article_id) REFERENCES articles (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE notices (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    text           TEXT NOT NULL,
    audience       VARCHAR(20) NOT NULL,
    account_id     BINARY(16),
    article_id     BINARY(16),
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    created_by     BINARY(16),
    updated_by     BINARY(16),
    deleted_at     DATETIME(6),
    deleted_by     BINARY(16),
    deletion_batch BINARY(16),
    CHECK ((audience = 'account') = (account_id IS NOT NULL)),
    CHECK ((audience = 'readers') = (article_id IS NOT NULL)),
    CONSTRAINT notices_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT notices_article FOREIGN KEY (article_id) REFERENCES articles (id),
    CONSTRAINT notices_creator FOREIGN KEY (created_by) REFERENCES authors (id),
    CONSTRAINT notices_updater FOREIGN KEY (updated_by) REFERENCES authors (id),
    CONSTRAINT notices_deleter FOREIGN KEY (deleted_by) REFERENCES authors (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX notices_by_deletion ON notices (deletion_batch);

CREATE TABLE readings (
    notice_id  BIGINT NOT NULL,
    account_id BINARY(16) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (notice_id, account_id),
    CONSTRAINT readings_notice FOREIGN KEY (notice_id) REFERENCES notices (id),
    CONSTRAINT readings_account FOREIGN KEY (account_id) REFERENCES accounts (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
