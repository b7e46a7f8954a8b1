CREATE TABLE audit_logs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at   TEXT NOT NULL,
    actor_kind   TEXT NOT NULL,
    actor_id     TEXT,
    action       TEXT NOT NULL,
    content_type TEXT NOT NULL,
    object_id    TEXT NOT NULL,
    object_repr  TEXT NOT NULL,
    changes      TEXT NOT NULL,
    request_id   TEXT,
    ip           TEXT,
    user_agent   TEXT,
    batch_id     BLOB NOT NULL,
    reason       TEXT,
    context      TEXT
);
CREATE INDEX audit_logs_by_object ON audit_logs (content_type, object_id, id);
CREATE INDEX audit_logs_by_actor ON audit_logs (actor_kind, actor_id, id);
CREATE INDEX audit_logs_by_action ON audit_logs (action, id);
CREATE INDEX audit_logs_by_time ON audit_logs (created_at);
