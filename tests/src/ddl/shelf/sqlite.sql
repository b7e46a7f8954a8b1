CREATE TABLE writers (id BLOB NOT NULL PRIMARY KEY, name TEXT NOT NULL, deleted_at TEXT, deletion_batch BLOB);
CREATE TABLE books (
    id         BLOB NOT NULL PRIMARY KEY,
    title      TEXT NOT NULL,
    writer_id  BLOB NOT NULL REFERENCES writers (id),
    editor_id  BLOB REFERENCES writers (id),
    deleted_at TEXT,
    deletion_batch BLOB
);
CREATE TABLE reviews (
    id         INTEGER PRIMARY KEY,
    book_id    BLOB NOT NULL REFERENCES books (id),
    parent_id  BIGINT REFERENCES reviews (id),
    body       TEXT NOT NULL,
    is_deleted BOOLEAN NOT NULL,
    deletion_batch BLOB
);
CREATE TABLE blurbs (id INTEGER PRIMARY KEY, book_id BLOB NOT NULL REFERENCES books (id), body TEXT NOT NULL);
CREATE TABLE subjects (code TEXT NOT NULL PRIMARY KEY, deleted_at TEXT);
CREATE TABLE book_subjects (
    book_id BLOB NOT NULL REFERENCES books (id),
    subject TEXT NOT NULL REFERENCES subjects (code),
    PRIMARY KEY (book_id, subject)
);
CREATE TABLE readings (
    id         INTEGER PRIMARY KEY,
    book_id    BLOB NOT NULL REFERENCES books (id),
    reader_id  BLOB NOT NULL REFERENCES writers (id),
    stars      INTEGER NOT NULL,
    deleted_at TEXT
);
