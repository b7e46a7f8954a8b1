-- The key of a row is kept as bytes: every collation that MySQL and MariaDB share takes two texts that differ in
-- trailing spaces for one.
CREATE TABLE audit_logs (
    id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    created_at   DATETIME(6) NOT NULL,
    actor_kind   VARCHAR(50) NOT NULL,
    actor_id     VARCHAR(200),
    action       VARCHAR(100) NOT NULL,
    content_type VARCHAR(100) NOT NULL,
    object_id    VARBINARY(500) NOT NULL,
    object_repr  TEXT NOT NULL,
    changes      LONGTEXT NOT NULL,
    request_id   TEXT,
    ip           TEXT,
    user_agent   TEXT,
    batch_id     BINARY(16) NOT NULL,
    reason       TEXT,
    context      LONGTEXT,
    INDEX audit_logs_by_object (content_type, object_id, id),
    INDEX audit_logs_by_actor (actor_kind, actor_id, id),
    INDEX audit_logs_by_action (action, id),
    INDEX audit_logs_by_time (created_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
