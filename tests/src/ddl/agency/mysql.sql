CREATE TABLE agencies (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL);
CREATE TABLE cases (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    agency_id BIGINT NOT NULL,
    title VARCHAR(100) NOT NULL,
    code VARCHAR(100) NOT NULL,
    number INTEGER NOT NULL,
    deleted_at DATETIME(6),
    deletion_batch BINARY(16),
    FOREIGN KEY (agency_id) REFERENCES agencies (id)
);
CREATE TABLE papers (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    case_id BIGINT NOT NULL,
    agency_id BIGINT NOT NULL,
    body VARCHAR(100) NOT NULL,
    deleted_at DATETIME(6),
    deletion_batch BINARY(16),
    FOREIGN KEY (case_id) REFERENCES cases (id),
    FOREIGN KEY (agency_id) REFERENCES agencies (id)
);
CREATE TABLE labels (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    agency_id BIGINT NOT NULL,
    word VARCHAR(100) NOT NULL,
    FOREIGN KEY (agency_id) REFERENCES agencies (id)
);
CREATE TABLE case_labels (
    case_id BIGINT NOT NULL,
    label_id BIGINT NOT NULL,
    PRIMARY KEY (case_id, label_id),
    FOREIGN KEY (case_id) REFERENCES cases (id),
    FOREIGN KEY (label_id) REFERENCES labels (id)
);
CREATE TABLE remarks (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    case_id BIGINT NOT NULL,
    body VARCHAR(100) NOT NULL,
    FOREIGN KEY (case_id) REFERENCES cases (id)
);
