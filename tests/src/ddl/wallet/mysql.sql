CREATE TABLE holders (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL, deleted_at DATETIME(6), deletion_batch BINARY(16));
CREATE TABLE payment_methods (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    holder_id      BIGINT NOT NULL,
    label          VARCHAR(100) NOT NULL,
    version        INTEGER NOT NULL,
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deletion_batch BINARY(16),
    live           BOOLEAN AS (CASE WHEN deleted_at IS NULL THEN TRUE END) VIRTUAL,
    UNIQUE INDEX payment_methods_label_holder_id_unique (label, holder_id, live),
    FOREIGN KEY (holder_id) REFERENCES holders (id)
);
CREATE TABLE cards (
    id        BIGINT NOT NULL PRIMARY KEY,
    last_four VARCHAR(100) NOT NULL,
    network   VARCHAR(100) NOT NULL,
    token     VARCHAR(100) NOT NULL,
    UNIQUE INDEX cards_token_unique (token),
    FOREIGN KEY (id) REFERENCES payment_methods (id)
);
CREATE TABLE banks (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL, deleted_at DATETIME(6));
CREATE TABLE bank_transfers (
    method_id BIGINT NOT NULL PRIMARY KEY,
    iban      VARCHAR(100) NOT NULL,
    bank_id   BIGINT,
    street    VARCHAR(100),
    city      VARCHAR(100) NOT NULL,
    FOREIGN KEY (method_id) REFERENCES payment_methods (id),
    FOREIGN KEY (bank_id) REFERENCES banks (id)
);
-- The foreign key is left out: what holds here, the library holds.
CREATE TABLE vehicles (id BINARY(16) NOT NULL PRIMARY KEY, plate VARCHAR(100) NOT NULL);
CREATE TABLE trucks (id BINARY(16) NOT NULL PRIMARY KEY, `load` INTEGER NOT NULL);
