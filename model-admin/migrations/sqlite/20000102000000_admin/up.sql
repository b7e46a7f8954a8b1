-- Who is logged in, and which attempts to log in failed: what the models `Session` and `Failure` declare.
CREATE TABLE admin_sessions (
    id TEXT NOT NULL,
    staff TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT admin_sessions_staff_length CHECK (length(staff) <= 200)
);
CREATE INDEX admin_sessions_staff_index ON admin_sessions (staff);
CREATE TABLE admin_failures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT admin_failures_subject_length CHECK (length(subject) <= 80)
);
CREATE INDEX admin_failures_subject_created_at_index ON admin_failures (subject, created_at);
