CREATE TABLE writers (id BINARY(16) NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, deleted_at DATETIME(6), deletion_batch BINARY(16));
CREATE TABLE books (
    id         BINARY(16) NOT NULL PRIMARY KEY,
    title      VARCHAR(100) NOT NULL,
    writer_id  BINARY(16) NOT NULL,
    editor_id  BINARY(16),
    deleted_at DATETIME(6),
    deletion_batch BINARY(16),
    FOREIGN KEY (writer_id) REFERENCES writers (id),
    FOREIGN KEY (editor_id) REFERENCES writers (id)
);
CREATE TABLE reviews (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    book_id    BINARY(16) NOT NULL,
    parent_id  BIGINT,
    body       TEXT NOT NULL,
    is_deleted BOOLEAN NOT NULL,
    deletion_batch BINARY(16),
    FOREIGN KEY (book_id) REFERENCES books (id),
    FOREIGN KEY (parent_id) REFERENCES reviews (id)
);
CREATE TABLE blurbs (
    id      BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    book_id BINARY(16) NOT NULL,
    body    TEXT NOT NULL,
    FOREIGN KEY (book_id) REFERENCES books (id)
);
CREATE TABLE subjects (code VARCHAR(100) NOT NULL PRIMARY KEY, deleted_at DATETIME(6));
CREATE TABLE book_subjects (
    book_id BINARY(16) NOT NULL,
    subject VARCHAR(100) NOT NULL,
    PRIMARY KEY (book_id, subject),
    FOREIGN KEY (book_id) REFERENCES books (id),
    FOREIGN KEY (subject) REFERENCES subjects (code)
);
CREATE TABLE readings (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    book_id    BINARY(16) NOT NULL,
    reader_id  BINARY(16) NOT NULL,
    stars      INT NOT NULL,
    deleted_at DATETIME(6),
    FOREIGN KEY (book_id) REFERENCES books (id),
    FOREIGN KEY (reader_id) REFERENCES writers (id)
);
