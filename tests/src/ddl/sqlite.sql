CREATE TABLE authors (
    id         BLOB NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL CONSTRAINT authors_email UNIQUE CONSTRAINT authors_mail CHECK (email LIKE '%@%'),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE TABLE articles (
    id           BLOB NOT NULL PRIMARY KEY,
    title        TEXT NOT NULL,
    slug         TEXT NOT NULL,
    body         TEXT NOT NULL,
    status       TEXT NOT NULL,
    author_id    BLOB NOT NULL REFERENCES authors (id),
    views        INTEGER NOT NULL CONSTRAINT articles_views CHECK (views >= 0),
    published_at TEXT,
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    deleted_at   TEXT
);
CREATE UNIQUE INDEX articles_live_slug ON articles (slug) WHERE deleted_at IS NULL;
CREATE TABLE comments (
    id         INTEGER PRIMARY KEY,
    article_id BLOB NOT NULL REFERENCES articles (id),
    body       TEXT NOT NULL,
    is_deleted BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE TABLE profiles (
    id         INTEGER PRIMARY KEY,
    email      TEXT NOT NULL,
    number     BIGINT NOT NULL,
    team       INTEGER NOT NULL,
    is_lead    BOOLEAN NOT NULL,
    deleted_at TEXT
);
CREATE TABLE essays (id INTEGER PRIMARY KEY, title TEXT NOT NULL, score INTEGER NOT NULL, secret TEXT, version INTEGER NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, deleted_at TEXT);
CREATE TABLE cats (id INTEGER PRIMARY KEY, mood TEXT NOT NULL, last_mood TEXT);
CREATE TABLE tokens (
    id         INTEGER PRIMARY KEY,
    owner      TEXT NOT NULL UNIQUE,
    uses       INTEGER NOT NULL,
    hash       BLOB NOT NULL,
    note       TEXT,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
);
CREATE TABLE tags (code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, uses INTEGER NOT NULL);
CREATE TABLE translations (
    locale TEXT NOT NULL,
    term   TEXT NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (locale, term)
);
CREATE TABLE visits (
    id         INTEGER PRIMARY KEY,
    path       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE documents (
    id         BLOB NOT NULL PRIMARY KEY,
    title      TEXT NOT NULL,
    "type"     TEXT NOT NULL,
    created_by BIGINT NOT NULL,
    updated_by BIGINT,
    deleted_by BIGINT,
    deleted_at TEXT
);
CREATE TABLE samples (
    id      INTEGER PRIMARY KEY,
    flag    BOOLEAN NOT NULL,
    small   SMALLINT NOT NULL,
    whole   INTEGER NOT NULL,
    single  FLOAT NOT NULL,
    ratio   DOUBLE NOT NULL,
    guess   DOUBLE,
    note    TEXT,
    payload TEXT,
    raw     BLOB NOT NULL,
    day     DATE NOT NULL,
    clock   TIME NOT NULL,
    naive   TIMESTAMP NOT NULL,
    moment  TEXT NOT NULL
);
CREATE TABLE offers (
    id     INTEGER PRIMARY KEY,
    price  NUMERIC,
    token  BLOB,
    status TEXT
);
CREATE TABLE counters (
    counter_no   INTEGER PRIMARY KEY,
    "Label Text" TEXT NOT NULL,
    value        INTEGER NOT NULL,
    made         TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE pages (
    id         BLOB NOT NULL PRIMARY KEY,
    site       INTEGER NOT NULL,
    title      TEXT NOT NULL,
    slug       TEXT NOT NULL,
    code       TEXT,
    views      INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
);
CREATE TABLE members (
    id         INTEGER PRIMARY KEY,
    mail       TEXT NOT NULL,
    name       TEXT NOT NULL,
    handle     TEXT NOT NULL,
    live       BOOLEAN NOT NULL,
    is_deleted BOOLEAN NOT NULL
);
CREATE TABLE reactions (
    id         INTEGER PRIMARY KEY,
    target     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    is_deleted BOOLEAN NOT NULL
);
CREATE INDEX reactions_target ON reactions (target);
CREATE TABLE notices (
    id        INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    about     TEXT
);
