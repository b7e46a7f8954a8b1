-- Two addresses that differ in case alone are one account. Those in the table are in lower case.
DROP INDEX `accounts_email_unique`;
CREATE UNIQUE INDEX `accounts_email_lower_unique` ON `accounts` (lower(`email`)) WHERE `deleted_at` IS NULL;
