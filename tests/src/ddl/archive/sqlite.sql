CREATE TABLE binders (id INTEGER PRIMARY KEY, label TEXT NOT NULL, changes TEXT NOT NULL DEFAULT '[]', deleted_at TEXT, deletion_batch BLOB);
CREATE TABLE memos (
    id             INTEGER PRIMARY KEY,
    binder_id      BIGINT REFERENCES binders (id),
    title          TEXT NOT NULL,
    pin            TEXT,
    draft          TEXT,
    version        INTEGER NOT NULL,
    changes        TEXT NOT NULL DEFAULT '[]',
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE UNIQUE INDEX memos_title_unique ON memos (title) WHERE deleted_at IS NULL;
CREATE TABLE sheets (
    id      INTEGER PRIMARY KEY,
    price   NUMERIC NOT NULL,
    ratio   DOUBLE NOT NULL,
    flag    BOOLEAN NOT NULL,
    raw     BLOB NOT NULL,
    day     DATE NOT NULL,
    clock   TIME NOT NULL,
    naive   TIMESTAMP NOT NULL,
    moment  TEXT NOT NULL,
    payload TEXT,
    token   BLOB,
    note    TEXT,
    log     TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE slots (shelf TEXT NOT NULL, place INTEGER NOT NULL, "What's in it" TEXT NOT NULL, "Change Log" TEXT NOT NULL DEFAULT '[]', PRIMARY KEY (shelf, place));
