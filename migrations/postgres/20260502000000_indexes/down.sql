DROP INDEX "reactions_deletion_batch_index";
DROP INDEX "payment_methods_deletion_batch_index";
DROP INDEX "orders_method_id_index";
DROP INDEX "orders_created_at_order";
DROP INDEX "articles_published_at_order";
DROP INDEX "articles_created_at_order";
DROP INDEX "article_tags_deletion_batch_index";
DROP INDEX "accounts_deletion_batch_index";
