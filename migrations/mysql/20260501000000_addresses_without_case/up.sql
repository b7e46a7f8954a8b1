-- Two addresses that differ in case alone are one account. Those in the table are in lower case.
DROP INDEX `accounts_email_unique` ON `accounts`;
ALTER TABLE `accounts` ADD COLUMN `email_lower` VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin AS (lower(`email`)) VIRTUAL;
CREATE UNIQUE INDEX `accounts_email_lower_unique` ON `accounts` (`email_lower`, `live`);
