-- The unique index is the library's.
CREATE TABLE deeds (
    id             INTEGER PRIMARY KEY,
    drawer         INTEGER NOT NULL,
    sealed         BOOLEAN NOT NULL,
    origin         TEXT NOT NULL,
    remark         TEXT,
    title          TEXT NOT NULL,
    signed_by      BIGINT,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE TABLE receipts (
    id             INTEGER PRIMARY KEY,
    number         TEXT NOT NULL,
    amount         INTEGER NOT NULL,
    sealed         BOOLEAN NOT NULL,
    origin         TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
