-- Text is compared byte by byte, as the other backends do it.
-- What is unique is so among the rows that are not deleted. What `model_core::ddl::unique_indexes` gives stands here as it is.

CREATE TABLE payment_methods (
    id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id     BINARY(16) NOT NULL,
    label          VARCHAR(50) NOT NULL,
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    deleted_at     DATETIME(6),
    deleted_by     VARCHAR(100),
    deletion_batch BINARY(16),
    CONSTRAINT payment_methods_account FOREIGN KEY (account_id) REFERENCES accounts (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE `payment_methods` ADD COLUMN `live` TINYINT AS (IF(`deleted_at` IS NULL, 1, NULL)) VIRTUAL;
CREATE UNIQUE INDEX `payment_methods_label_account_id_unique` ON `payment_methods` (`label`, `account_id`, `live`);

CREATE TABLE cards (
    id         BIGINT NOT NULL PRIMARY KEY,
    last_four  VARCHAR(4) NOT NULL,
    network    VARCHAR(20) NOT NULL,
    expires_on DATE NOT NULL,
    token      VARCHAR(200) NOT NULL,
    CONSTRAINT cards_method FOREIGN KEY (id) REFERENCES payment_methods (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE bank_transfers (
    id        BIGINT NOT NULL PRIMARY KEY,
    iban      VARCHAR(34) NOT NULL,
    last_four VARCHAR(4) NOT NULL,
    CONSTRAINT bank_transfers_method FOREIGN KEY (id) REFERENCES payment_methods (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

ALTER TABLE orders ADD COLUMN method_id BIGINT;
ALTER TABLE orders ADD CONSTRAINT orders_method FOREIGN KEY (method_id) REFERENCES payment_methods (id);
