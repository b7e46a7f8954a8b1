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
CREATE TABLE stories (
    id              INTEGER PRIMARY KEY,
    title           TEXT NOT NULL,
    slug            TEXT NOT NULL,
    seo_title       TEXT,
    seo_description TEXT,
    keywords        TEXT,
    status          TEXT NOT NULL,
    published_at    TEXT
);
