CREATE TABLE agencies (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    agency_id BIGINT NOT NULL REFERENCES agencies (id),
    title TEXT NOT NULL,
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    deleted_at TEXT,
    deletion_batch BLOB
);
CREATE TABLE papers (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    agency_id BIGINT NOT NULL REFERENCES agencies (id),
    body TEXT NOT NULL,
    deleted_at TEXT,
    deletion_batch BLOB
);
CREATE TABLE labels (
    id INTEGER PRIMARY KEY,
    agency_id BIGINT NOT NULL REFERENCES agencies (id),
    word TEXT NOT NULL
);
CREATE TABLE case_labels (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    label_id BIGINT NOT NULL REFERENCES labels (id),
    PRIMARY KEY (case_id, label_id)
);
CREATE TABLE remarks (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    body TEXT NOT NULL
);
