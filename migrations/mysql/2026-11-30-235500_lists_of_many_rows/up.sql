-- What the lists of the desk and of the API need, so that a page of a million rows takes no longer than one of a
-- thousand. An index that serves a filter has the whole order after it: otherwise the server finds the rows of the
-- filter and sorts all of them.

-- They take the places of those that the foreign keys brought, which the server would remove, or not.
ALTER TABLE `articles` DROP INDEX `articles_author`,
    ADD INDEX `articles_author_id_created_at_order` (`author_id`, `deleted_at`, `created_at` DESC, `slug`, `id`),
    ADD INDEX `articles_author_id_updated_at_id_index` (`author_id`, `deleted_at`, `updated_at`, `id`);
ALTER TABLE `comments` DROP INDEX `comments_article`, ADD INDEX `comments_by_article` (`article_id`),
    ADD INDEX `comments_article_id_created_at_id_index` (`article_id`, `created_at`, `id`);
CREATE INDEX `articles_status_created_at_order` ON `articles` (`status`, `created_at` DESC, `slug`, `id`);
CREATE INDEX `articles_status_updated_at_order` ON `articles` (`status`, `updated_at` DESC, `slug`, `id`);
CREATE INDEX `articles_status_published_at_order` ON `articles` (`status`, `published_at` DESC, `slug`, `id`);
CREATE INDEX `articles_status_title_id_index` ON `articles` (`status`, `title`, `id`);
CREATE INDEX `articles_created_at_id_index` ON `articles` (`created_at`, `id`);
CREATE INDEX `articles_published_at_id_index` ON `articles` (`published_at`, `id`);
CREATE INDEX `comments_state_created_at_id_index` ON `comments` (`state`, `created_at`, `id`);

-- The trash.
CREATE INDEX `articles_in_trash` ON `articles` (`deleted_at`, `id`);
CREATE INDEX `comments_in_trash` ON `comments` (`deleted_at`, `id`);

-- What the desk looks up in the trail besides what the library does: one operation, one request, one
-- model, and who deleted the rows of a page of the trash.
CREATE INDEX `audit_logs_by_batch` ON `audit_logs` (`batch_id`);
CREATE INDEX `audit_logs_by_request` ON `audit_logs` (`request_id`);
CREATE INDEX `audit_logs_by_model` ON `audit_logs` (`content_type`, `id`);
CREATE INDEX `audit_logs_by_model_and_action` ON `audit_logs` (`content_type`, `action`, `id`);
CREATE INDEX `audit_logs_by_model_action_and_time` ON `audit_logs` (`content_type`, `action`, `created_at`);
