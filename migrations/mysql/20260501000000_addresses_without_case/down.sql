DROP INDEX `accounts_email_lower_unique` ON `accounts`;
ALTER TABLE `accounts` DROP COLUMN `email_lower`;
UPDATE accounts SET email = lower(email);
CREATE UNIQUE INDEX `accounts_email_unique` ON `accounts` (`email`, `live`);
