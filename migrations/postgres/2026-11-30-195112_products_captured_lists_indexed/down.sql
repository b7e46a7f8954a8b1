DROP TRIGGER IF EXISTS "products_capture" ON "products";
DROP TRIGGER IF EXISTS "products_capture_truncate" ON "products";
DROP FUNCTION IF EXISTS "products_capture"();
DROP INDEX "comments_created_at_id_index";
DROP INDEX "articles_title_id_index";
DROP INDEX "articles_updated_at_id_index";
