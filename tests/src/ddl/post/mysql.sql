-- Foreign keys are left out: what holds here, the library holds. The unique index is the library's.
CREATE TABLE offices (
    id      BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name    VARCHAR(200) NOT NULL,
    parcels INTEGER NOT NULL
);
CREATE TABLE parcels (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    office_id      BIGINT NOT NULL,
    code           VARCHAR(200) NOT NULL,
    label          VARCHAR(200) NOT NULL,
    weight         INTEGER,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16)
);
CREATE INDEX parcels_batch ON parcels (deletion_batch);
CREATE TABLE stamps (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    parcel_id      BIGINT NOT NULL,
    worth          INTEGER NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16)
);
CREATE INDEX stamps_parcel ON stamps (parcel_id);
CREATE INDEX stamps_batch ON stamps (deletion_batch);
CREATE TABLE traces (
    id   BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    said VARCHAR(200) NOT NULL
);
CREATE TABLE letters (
    id   BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    slot VARCHAR(200) NOT NULL,
    body VARCHAR(200) NOT NULL
);
