DROP INDEX `reactions_deletion_batch_index` ON `reactions`;
DROP INDEX `payment_methods_deletion_batch_index` ON `payment_methods`;
DROP INDEX `orders_created_at_order` ON `orders`;
DROP INDEX `articles_published_at_order` ON `articles`;
DROP INDEX `articles_created_at_order` ON `articles`;
DROP INDEX `article_tags_deletion_batch_index` ON `article_tags`;
DROP INDEX `accounts_deletion_batch_index` ON `accounts`;
