CREATE TABLE holders (id INTEGER PRIMARY KEY, name TEXT NOT NULL, deleted_at TEXT, deletion_batch BLOB);
CREATE TABLE payment_methods (
    id             INTEGER PRIMARY KEY,
    holder_id      BIGINT NOT NULL REFERENCES holders (id),
    label          TEXT NOT NULL,
    version        INTEGER NOT NULL,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
CREATE UNIQUE INDEX payment_methods_label_holder_id_unique ON payment_methods (label, holder_id) WHERE deleted_at IS NULL;
CREATE TABLE cards (
    id        INTEGER PRIMARY KEY REFERENCES payment_methods (id),
    last_four TEXT NOT NULL,
    network   TEXT NOT NULL,
    token     TEXT NOT NULL
);
CREATE UNIQUE INDEX cards_token_unique ON cards (token);
CREATE TABLE banks (id INTEGER PRIMARY KEY, name TEXT NOT NULL, deleted_at TEXT);
CREATE TABLE bank_transfers (
    method_id INTEGER PRIMARY KEY REFERENCES payment_methods (id),
    iban      TEXT NOT NULL,
    bank_id   BIGINT REFERENCES banks (id),
    street    TEXT,
    city      TEXT NOT NULL
);
-- The foreign key is left out: what holds here, the library holds.
CREATE TABLE vehicles (id BLOB NOT NULL PRIMARY KEY, plate TEXT NOT NULL);
CREATE TABLE trucks (id BLOB NOT NULL PRIMARY KEY, load INTEGER NOT NULL);
