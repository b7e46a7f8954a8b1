DROP TRIGGER IF EXISTS `products_capture_insert`;
DROP TRIGGER IF EXISTS `products_capture_update`;
DROP TRIGGER IF EXISTS `products_capture_delete`;
DROP INDEX `comments_created_at_id_index` ON `comments`;
DROP INDEX `articles_title_id_index` ON `articles`;
DROP INDEX `articles_updated_at_id_index` ON `articles`;
