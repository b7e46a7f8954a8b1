-- What the newsroom as a web application needs: views and versions, the roles of accounts, access tokens, and the
-- answers that are kept for requests that come twice.

ALTER TABLE articles ADD COLUMN views INT NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN version INT NOT NULL DEFAULT 1;
ALTER TABLE comments ADD COLUMN version INT NOT NULL DEFAULT 1;
ALTER TABLE accounts ADD COLUMN role VARCHAR(20) NOT NULL DEFAULT 'reader';

CREATE TABLE access_tokens (
    id         BINARY(16) NOT NULL PRIMARY KEY,
    account_id BINARY(16) NOT NULL,
    label      VARCHAR(50) NOT NULL,
    hash       VARCHAR(64) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT access_tokens_account FOREIGN KEY (account_id) REFERENCES accounts (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE UNIQUE INDEX `access_tokens_hash_unique` ON `access_tokens` (`hash`);

CREATE TABLE kept_answers (
    account_id BINARY(16) NOT NULL,
    name       VARCHAR(100) NOT NULL,
    request    VARCHAR(64) NOT NULL,
    answer     LONGTEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (account_id, name),
    CONSTRAINT kept_answers_account FOREIGN KEY (account_id) REFERENCES accounts (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
