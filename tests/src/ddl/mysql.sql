CREATE TABLE authors (
    id         BINARY(16) NOT NULL PRIMARY KEY,
    name       VARCHAR(200) NOT NULL,
    email      VARCHAR(200) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    CONSTRAINT authors_email UNIQUE (email),
    CONSTRAINT authors_mail CHECK (email LIKE '%@%')
);
CREATE TABLE articles (
    id           BINARY(16) NOT NULL PRIMARY KEY,
    title        VARCHAR(200) NOT NULL,
    slug         VARCHAR(200) NOT NULL,
    body         LONGTEXT NOT NULL,
    status       VARCHAR(20) NOT NULL,
    author_id    BINARY(16) NOT NULL,
    views        INT NOT NULL,
    published_at DATETIME(6),
    created_at   DATETIME(6) NOT NULL,
    updated_at   DATETIME(6) NOT NULL,
    deleted_at   DATETIME(6),
    -- A unique index on live rows only, as MySQL and MariaDB can have it.
    live_slug    VARCHAR(200) AS (CASE WHEN deleted_at IS NULL THEN slug END) STORED,
    CONSTRAINT articles_live_slug UNIQUE (live_slug),
    CONSTRAINT articles_author FOREIGN KEY (author_id) REFERENCES authors (id),
    CONSTRAINT articles_views CHECK (views >= 0)
);
CREATE TABLE comments (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    article_id BINARY(16) NOT NULL,
    body       TEXT NOT NULL,
    is_deleted BOOLEAN NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    FOREIGN KEY (article_id) REFERENCES articles (id)
);
CREATE TABLE profiles (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email      VARCHAR(60) NOT NULL,
    number     BIGINT NOT NULL,
    team       INTEGER NOT NULL,
    is_lead    BOOLEAN NOT NULL,
    deleted_at DATETIME(6)
);
CREATE TABLE essays (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, title VARCHAR(100) NOT NULL, score INTEGER NOT NULL, secret TEXT,
    version INTEGER NOT NULL, created_at DATETIME(6) NOT NULL, updated_at DATETIME(6) NOT NULL, deleted_at DATETIME(6));
CREATE TABLE cats (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, mood ENUM('calm', 'wild') NOT NULL, last_mood ENUM('calm', 'wild'));
CREATE TABLE tokens (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    owner      VARCHAR(100) NOT NULL UNIQUE,
    uses       INTEGER NOT NULL,
    hash       VARBINARY(100) NOT NULL,
    note       VARCHAR(100),
    updated_at DATETIME(6) NOT NULL,
    deleted_at DATETIME(6)
);
CREATE TABLE tags (code VARCHAR(100) NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, uses INT NOT NULL);
CREATE TABLE translations (
    locale VARCHAR(100) COLLATE utf8mb4_bin NOT NULL,
    term   VARCHAR(100) COLLATE utf8mb4_bin NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (locale, term)
);
CREATE TABLE visits (
    id         INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    path       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE documents (
    id         BINARY(16) NOT NULL PRIMARY KEY,
    title      VARCHAR(200) NOT NULL,
    `type`     VARCHAR(50) NOT NULL,
    created_by BIGINT NOT NULL,
    updated_by BIGINT,
    deleted_by BIGINT,
    deleted_at DATETIME(6)
);
CREATE TABLE samples (
    id      BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    flag    BOOLEAN NOT NULL,
    small   SMALLINT NOT NULL,
    whole   INT NOT NULL,
    single  FLOAT NOT NULL,
    ratio   DOUBLE NOT NULL,
    guess   DOUBLE,
    note    TEXT,
    payload JSON,
    raw     BLOB NOT NULL,
    day     DATE NOT NULL,
    clock   TIME(6) NOT NULL,
    naive   DATETIME(6) NOT NULL,
    moment  DATETIME(6) NOT NULL
);
CREATE TABLE offers (
    id     BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    price  DECIMAL(38, 12),
    token  BINARY(16),
    status VARCHAR(50)
);
CREATE TABLE counters (
    counter_no   BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `Label Text` VARCHAR(200) NOT NULL,
    value        INT NOT NULL,
    made         DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);
CREATE TABLE pages (
    id         BINARY(16) NOT NULL PRIMARY KEY,
    site       INT NOT NULL,
    title      VARCHAR(200) NOT NULL,
    slug       VARCHAR(200) NOT NULL,
    code       VARCHAR(200),
    views      INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    deleted_at DATETIME(6)
);
CREATE TABLE members (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    mail       VARCHAR(200) NOT NULL,
    name       VARCHAR(200) NOT NULL,
    handle     VARCHAR(200) NOT NULL,
    live       BOOLEAN NOT NULL,
    is_deleted BOOLEAN NOT NULL
);
CREATE TABLE reactions (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    target     VARCHAR(200) NOT NULL,
    kind       VARCHAR(200) NOT NULL,
    is_deleted BOOLEAN NOT NULL
);
CREATE INDEX reactions_target ON reactions (target);
CREATE TABLE notices (
    id        BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    recipient VARCHAR(200) NOT NULL,
    about     VARCHAR(200)
);
