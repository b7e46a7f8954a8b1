DROP TABLE readings;
DROP TABLE notices;
DROP TABLE followings;
DROP TABLE order_items;
DROP TABLE orders;
DROP TABLE products;
DROP TABLE exports;
DROP TABLE tasks;
DROP TABLE accounts;

ALTER TABLE articles DROP COLUMN keywords;
ALTER TABLE articles DROP COLUMN seo_description;
ALTER TABLE articles DROP COLUMN seo_title;

-- Reactions to comments are lost, and so are those to articles that are gone. Of several to one article, the first stays live.
ALTER TABLE reactions ADD COLUMN article_id UUID REFERENCES articles (id);
UPDATE reactions SET article_id = articles.id FROM articles WHERE reactions.target = 'article:' || articles.id::text;
DELETE FROM reactions WHERE article_id IS NULL;
UPDATE reactions SET deleted_at = updated_at WHERE deleted_at IS NULL AND EXISTS (SELECT 1 FROM reactions AS other
    WHERE other.target = reactions.target AND other.reader = reactions.reader AND other.id < reactions.id AND other.deleted_at IS NULL);
ALTER TABLE reactions ALTER COLUMN article_id SET NOT NULL;
ALTER TABLE reactions DROP COLUMN target;
CREATE UNIQUE INDEX "reactions_reader_article_id_unique" ON "reactions" ("reader", "article_id") WHERE "deleted_at" IS NULL;
CREATE INDEX reactions_by_article ON reactions (article_id);
