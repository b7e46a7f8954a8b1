CREATE TABLE tenants (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE notes (
    id             INTEGER PRIMARY KEY,
    title          TEXT NOT NULL,
    tenant_id      BIGINT NOT NULL REFERENCES tenants (id),
    kind           TEXT NOT NULL,
    "type"         TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    created_by     BIGINT,
    updated_by     BIGINT,
    deleted_at     TEXT,
    deleted_by     BIGINT,
    deletion_batch BLOB
);
