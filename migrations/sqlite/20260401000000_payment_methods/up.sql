-- What is unique is so among the rows that are not deleted. What `model_core::ddl::unique_indexes` gives stands here as it is.

CREATE TABLE payment_methods (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id     BLOB NOT NULL REFERENCES accounts (id),
    label          TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deleted_by     TEXT,
    deletion_batch BLOB
);
CREATE UNIQUE INDEX `payment_methods_label_account_id_unique` ON `payment_methods` (`label`, `account_id`) WHERE `deleted_at` IS NULL;
CREATE INDEX payment_methods_by_account ON payment_methods (account_id);

CREATE TABLE cards (
    id         INTEGER PRIMARY KEY REFERENCES payment_methods (id),
    last_four  TEXT NOT NULL,
    network    TEXT NOT NULL,
    expires_on DATE NOT NULL,
    token      TEXT NOT NULL
);

CREATE TABLE bank_transfers (
    id        INTEGER PRIMARY KEY REFERENCES payment_methods (id),
    iban      TEXT NOT NULL,
    last_four TEXT NOT NULL
);

ALTER TABLE orders ADD COLUMN method_id INTEGER REFERENCES payment_methods (id);
