CREATE TABLE binders (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, label VARCHAR(100) NOT NULL, changes JSON NOT NULL DEFAULT (JSON_ARRAY()), deleted_at DATETIME(6), deletion_batch BINARY(16));
CREATE TABLE memos (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    binder_id      BIGINT,
    title          VARCHAR(100) NOT NULL,
    pin            VARCHAR(100),
    draft          VARCHAR(100),
    version        INTEGER NOT NULL,
    changes        JSON NOT NULL DEFAULT (JSON_ARRAY()),
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16),
    live           BOOLEAN AS (CASE WHEN deleted_at IS NULL THEN TRUE END) VIRTUAL,
    UNIQUE INDEX memos_title_unique (title, live),
    FOREIGN KEY (binder_id) REFERENCES binders (id)
);
CREATE TABLE sheets (
    id      BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    price   DECIMAL(10, 2) NOT NULL,
    ratio   DOUBLE NOT NULL,
    flag    BOOLEAN NOT NULL,
    raw     BLOB NOT NULL,
    day     DATE NOT NULL,
    clock   TIME(6) NOT NULL,
    naive   DATETIME(6) NOT NULL,
    moment  DATETIME(3) NOT NULL,
    payload JSON,
    token   BINARY(16),
    note    TEXT,
    log     JSON NOT NULL DEFAULT (JSON_ARRAY())
);
CREATE TABLE slots (shelf VARCHAR(50) NOT NULL, place INTEGER NOT NULL, `What's in it` VARCHAR(100) NOT NULL, `Change Log` JSON NOT NULL DEFAULT (JSON_ARRAY()), PRIMARY KEY (shelf, place));
