-- Who is logged in, and which attempts to log in failed: what the models `Session` and `Failure` declare.
CREATE TABLE admin_sessions (
    id VARCHAR(255) NOT NULL,
    staff VARCHAR(200) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX admin_sessions_staff_index ON admin_sessions (staff);
CREATE TABLE admin_failures (
    id BIGINT NOT NULL AUTO_INCREMENT,
    subject VARCHAR(80) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX admin_failures_subject_created_at_index ON admin_failures (subject, created_at);
