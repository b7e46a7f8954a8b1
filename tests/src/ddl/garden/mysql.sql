-- Foreign keys are left out: what holds here, the library holds. The indexes are the library's.
CREATE TABLE branches (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code           VARCHAR(100) NOT NULL,
    kind           VARCHAR(100) NOT NULL,
    parent_id      BIGINT,
    graft_id       BIGINT,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16)
);
CREATE INDEX branches_parent ON branches (parent_id);
CREATE INDEX branches_graft ON branches (graft_id);
CREATE INDEX branches_batch ON branches (deletion_batch);
CREATE TABLE leaves (
    branch_id      BIGINT NOT NULL,
    number         INTEGER NOT NULL,
    label          VARCHAR(100) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16),
    PRIMARY KEY (branch_id, number)
);
CREATE INDEX leaves_batch ON leaves (deletion_batch);
CREATE TABLE ties (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    from_id        BIGINT NOT NULL,
    to_id          BIGINT NOT NULL,
    is_deleted     BOOLEAN NOT NULL,
    deletion_batch BINARY(16)
);
CREATE INDEX ties_from ON ties (from_id);
CREATE INDEX ties_to ON ties (to_id);
