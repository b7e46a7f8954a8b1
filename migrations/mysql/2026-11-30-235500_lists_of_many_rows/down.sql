DROP INDEX `audit_logs_by_model_action_and_time` ON `audit_logs`;
DROP INDEX `audit_logs_by_model_and_action` ON `audit_logs`;
DROP INDEX `audit_logs_by_model` ON `audit_logs`;
DROP INDEX `audit_logs_by_request` ON `audit_logs`;
DROP INDEX `audit_logs_by_batch` ON `audit_logs`;
DROP INDEX `comments_in_trash` ON `comments`;
DROP INDEX `articles_in_trash` ON `articles`;
DROP INDEX `comments_state_created_at_id_index` ON `comments`;
DROP INDEX `articles_published_at_id_index` ON `articles`;
DROP INDEX `articles_created_at_id_index` ON `articles`;
DROP INDEX `articles_status_title_id_index` ON `articles`;
DROP INDEX `articles_status_published_at_order` ON `articles`;
DROP INDEX `articles_status_updated_at_order` ON `articles`;
DROP INDEX `articles_status_created_at_order` ON `articles`;
ALTER TABLE `comments` DROP INDEX `comments_article_id_created_at_id_index`, DROP INDEX `comments_by_article`,
    ADD INDEX `comments_article` (`article_id`);
ALTER TABLE `articles` DROP INDEX `articles_author_id_updated_at_id_index`,
    DROP INDEX `articles_author_id_created_at_order`, ADD INDEX `articles_author` (`author_id`);
