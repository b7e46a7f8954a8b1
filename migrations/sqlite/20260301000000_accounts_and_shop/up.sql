-- What is unique is so among the rows that are not deleted. What `model_core::ddl::unique_indexes` gives stands here as it is.

CREATE TABLE accounts (
    id             BLOB NOT NULL PRIMARY KEY,
    email          TEXT NOT NULL,
    name           TEXT,
    author_id      BLOB REFERENCES authors (id),
    password       TEXT NOT NULL,
    token          TEXT,
    verified_at    TEXT,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deleted_by     TEXT,
    deletion_batch BLOB
);
CREATE UNIQUE INDEX `accounts_email_unique` ON `accounts` (`email`) WHERE `deleted_at` IS NULL;
CREATE UNIQUE INDEX `accounts_author_id_unique` ON `accounts` (`author_id`) WHERE `deleted_at` IS NULL;

ALTER TABLE articles ADD COLUMN seo_title TEXT;
ALTER TABLE articles ADD COLUMN seo_description TEXT;
ALTER TABLE articles ADD COLUMN keywords TEXT;

-- A reaction is to any kind of row now. Those that went with a deleted article stay deleted.
ALTER TABLE reactions RENAME TO reactions_to_articles;
DROP INDEX reactions_reader_article_id_unique;
DROP INDEX reactions_by_article;
CREATE TABLE reactions (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    target         TEXT NOT NULL,
    reader         TEXT NOT NULL,
    mood           TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
INSERT INTO reactions
SELECT id,
    'article:' || lower(substr(hex(article_id), 1, 8) || '-' || substr(hex(article_id), 9, 4) || '-'
        || substr(hex(article_id), 13, 4) || '-' || substr(hex(article_id), 17, 4) || '-' || substr(hex(article_id), 21)),
    reader, mood, created_at, updated_at, deleted_at, deletion_batch
FROM reactions_to_articles;
-- The number of a reaction that was purged is not given again.
DELETE FROM sqlite_sequence WHERE name = 'reactions';
INSERT INTO sqlite_sequence (name, seq) SELECT 'reactions', seq FROM sqlite_sequence WHERE name = 'reactions_to_articles';
DROP TABLE reactions_to_articles;
CREATE UNIQUE INDEX `reactions_reader_target_mood_unique` ON `reactions` (`reader`, `target`, `mood`) WHERE `deleted_at` IS NULL;
CREATE INDEX reactions_by_target ON reactions (target);

CREATE TABLE tasks (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    title       TEXT NOT NULL,
    state       TEXT NOT NULL,
    assignee_id BLOB REFERENCES authors (id),
    article_id  BLOB REFERENCES articles (id),
    due_at      TEXT,
    version     INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL,
    created_by  BLOB REFERENCES authors (id),
    updated_by  BLOB REFERENCES authors (id)
);
CREATE INDEX tasks_by_assignee ON tasks (assignee_id);
CREATE INDEX tasks_by_article ON tasks (article_id);

CREATE TABLE exports (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    file       TEXT NOT NULL,
    state      TEXT NOT NULL,
    articles   INTEGER,
    reason     TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by BLOB REFERENCES authors (id),
    updated_by BLOB REFERENCES authors (id)
);

CREATE TABLE products (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    stock       INTEGER NOT NULL CHECK (stock >= 0),
    version     INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
);
CREATE UNIQUE INDEX `products_name_unique` ON `products` (`name`);

CREATE TABLE orders (
    id          BLOB NOT NULL PRIMARY KEY,
    account_id  BLOB NOT NULL REFERENCES accounts (id),
    state       TEXT NOT NULL,
    total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
    version     INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
);
CREATE INDEX orders_by_account ON orders (account_id);

CREATE TABLE order_items (
    order_id    BLOB NOT NULL REFERENCES orders (id),
    product_id  INTEGER NOT NULL REFERENCES products (id),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    PRIMARY KEY (order_id, product_id)
);
CREATE INDEX order_items_by_product ON order_items (product_id);

CREATE TABLE followings (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    article_id BLOB NOT NULL REFERENCES articles (id),
    PRIMARY KEY (account_id, article_id)
);
CREATE INDEX followings_by_article ON followings (article_id);

CREATE TABLE notices (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    text           TEXT NOT NULL,
    audience       TEXT NOT NULL,
    account_id     BLOB REFERENCES accounts (id),
    article_id     BLOB REFERENCES articles (id),
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    created_by     BLOB REFERENCES authors (id),
    updated_by     BLOB REFERENCES authors (id),
    deleted_at     TEXT,
    deleted_by     BLOB REFERENCES authors (id),
    deletion_batch BLOB,
    CHECK ((audience = 'account') = (account_id IS NOT NULL)),
    CHECK ((audience = 'readers') = (article_id IS NOT NULL))
);
CREATE INDEX notices_by_account ON notices (account_id);
CREATE INDEX notices_by_article ON notices (article_id);
CREATE INDEX notices_by_deletion ON notices (deletion_batch);

CREATE TABLE readings (
    notice_id  INTEGER NOT NULL REFERENCES notices (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    created_at TEXT NOT NULL,
    PRIMARY KEY (notice_id, account_id)
);
CREATE INDEX readings_by_account ON readings (account_id);
