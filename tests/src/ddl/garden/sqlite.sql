-- Foreign keys are left out: what holds here, the library holds. The indexes are the library's.
CREATE TABLE branches (
    id             INTEGER PRIMARY KEY,
    code           TEXT NOT NULL,
    kind           TEXT NOT NULL,
    parent_id      BIGINT,
    graft_id       BIGINT,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE INDEX branches_parent ON branches (parent_id);
CREATE INDEX branches_graft ON branches (graft_id);
CREATE INDEX branches_batch ON branches (deletion_batch);
CREATE TABLE leaves (
    branch_id      BIGINT NOT NULL,
    number         INTEGER NOT NULL,
    label          TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB,
    PRIMARY KEY (branch_id, number)
);
CREATE INDEX leaves_batch ON leaves (deletion_batch);
CREATE TABLE ties (
    id             INTEGER PRIMARY KEY,
    from_id        BIGINT NOT NULL,
    to_id          BIGINT NOT NULL,
    is_deleted     BOOLEAN NOT NULL,
    deletion_batch BLOB
);
CREATE INDEX ties_from ON ties (from_id);
CREATE INDEX ties_to ON ties (to_id);
