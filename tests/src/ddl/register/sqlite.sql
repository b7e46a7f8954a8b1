CREATE TABLE visitors (
    id INTEGER PRIMARY KEY,
    mail TEXT NOT NULL,
    badge INTEGER,
    name TEXT NOT NULL,
    room TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE lots (id INTEGER PRIMARY KEY, label TEXT NOT NULL, version INTEGER NOT NULL, deleted BOOLEAN NOT NULL);
CREATE TABLE badges (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    created_by BIGINT,
    updated_by BIGINT,
    deleted_at TEXT,
    deleted_by BIGINT,
    deletion_batch BLOB
);
