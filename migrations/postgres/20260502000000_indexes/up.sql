-- What `newsroom check` asked for: indexes of foreign keys, of deletions and of the default orders.

CREATE INDEX "accounts_deletion_batch_index" ON "accounts" ("deletion_batch");
CREATE INDEX "article_tags_deletion_batch_index" ON "article_tags" ("deletion_batch");
CREATE INDEX "articles_created_at_order" ON "articles" ("created_at" DESC, "slug", "id");
CREATE INDEX "articles_published_at_order" ON "articles" ("published_at" DESC NULLS LAST, "slug", "id");
CREATE INDEX "orders_created_at_order" ON "orders" ("created_at" DESC, "id" DESC);
CREATE INDEX "orders_method_id_index" ON "orders" ("method_id");
CREATE INDEX "payment_methods_deletion_batch_index" ON "payment_methods" ("deletion_batch");
CREATE INDEX "reactions_deletion_batch_index" ON "reactions" ("deletion_batch");
