-- What the newsroom as a web application needs: views and versions, the roles of accounts, access tokens, and the
-- answers that are kept for requests that come twice.

ALTER TABLE articles ADD COLUMN views INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE comments ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE accounts ADD COLUMN role TEXT NOT NULL DEFAULT 'reader';

CREATE TABLE access_tokens (
    id         UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id),
    label      TEXT NOT NULL,
    hash       TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX "access_tokens_hash_unique" ON "access_tokens" ("hash");
CREATE INDEX access_tokens_by_account ON access_tokens (account_id);

CREATE TABLE kept_answers (
    account_id UUID NOT NULL REFERENCES accounts (id),
    name       TEXT NOT NULL,
    request    TEXT NOT NULL,
    answer     TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, name)
);
