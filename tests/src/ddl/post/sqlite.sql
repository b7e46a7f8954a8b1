-- Foreign keys are left out: what holds here, the library holds. The unique index is the library's.
CREATE TABLE offices (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    parcels INTEGER NOT NULL
);
CREATE TABLE parcels (
    id             INTEGER PRIMARY KEY,
    office_id      BIGINT NOT NULL,
    code           TEXT NOT NULL,
    label          TEXT NOT NULL,
    weight         INTEGER,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE INDEX parcels_batch ON parcels (deletion_batch);
CREATE TABLE stamps (
    id             INTEGER PRIMARY KEY,
    parcel_id      BIGINT NOT NULL,
    worth          INTEGER NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE INDEX stamps_parcel ON stamps (parcel_id);
CREATE INDEX stamps_batch ON stamps (deletion_batch);
CREATE TABLE traces (
    id   INTEGER PRIMARY KEY,
    said TEXT NOT NULL
);
CREATE TABLE letters (
    id   INTEGER PRIMARY KEY,
    slot TEXT NOT NULL,
    body TEXT NOT NULL
);
