CREATE TABLE plans (
    id         INTEGER PRIMARY KEY,
    title      TEXT NOT NULL,
    notes      TEXT,
    version    INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
);
CREATE TABLE readers (id INTEGER PRIMARY KEY, mail TEXT NOT NULL, site TEXT, handle TEXT NOT NULL, age INTEGER, joined INTEGER NOT NULL);
CREATE TABLE gauges (id INTEGER PRIMARY KEY, label TEXT NOT NULL, level INTEGER NOT NULL, revision BIGINT NOT NULL);
