-- The unique index is the library's.
CREATE TABLE deeds (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    drawer         INTEGER NOT NULL,
    sealed         BOOLEAN NOT NULL,
    origin         VARCHAR(200) NOT NULL,
    remark         VARCHAR(200),
    title          VARCHAR(200) NOT NULL,
    signed_by      BIGINT,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16)
);
CREATE TABLE receipts (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    number         VARCHAR(200) NOT NULL,
    amount         INTEGER NOT NULL,
    sealed         BOOLEAN NOT NULL,
    origin         VARCHAR(200) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16)
);
