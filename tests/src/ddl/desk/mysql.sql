CREATE TABLE plans (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title      VARCHAR(200) NOT NULL,
    notes      VARCHAR(200),
    version    INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    deleted_at DATETIME(6)
);
CREATE TABLE gauges (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, label VARCHAR(200) NOT NULL, level INT NOT NULL, revision BIGINT NOT NULL);
