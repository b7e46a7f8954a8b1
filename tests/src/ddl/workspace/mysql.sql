CREATE TABLE tenants (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL);
CREATE TABLE notes (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title          VARCHAR(100) NOT NULL,
    tenant_id      BIGINT NOT NULL,
    kind           VARCHAR(100) NOT NULL,
    `type`         VARCHAR(100) NOT NULL,
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    created_by     BIGINT,
    updated_by     BIGINT,
    deleted_at     DATETIME(6),
    deleted_by     BIGINT,
    deletion_batch BINARY(16),
    FOREIGN KEY (tenant_id) REFERENCES tenants (id)
);
CREATE TABLE stories (
    id              BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title           VARCHAR(200) NOT NULL,
    slug            VARCHAR(200) NOT NULL,
    seo_title       VARCHAR(200),
    seo_description VARCHAR(200),
    keywords        VARCHAR(200),
    status          VARCHAR(200) NOT NULL,
    published_at    DATETIME(6)
);
