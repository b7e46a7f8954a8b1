DROP INDEX "accounts_email_lower_unique";
UPDATE accounts SET email = lower(email);
CREATE UNIQUE INDEX "accounts_email_unique" ON "accounts" ("email") WHERE "deleted_at" IS NULL;
