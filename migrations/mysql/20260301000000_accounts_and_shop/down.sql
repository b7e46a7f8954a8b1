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
ALTER TABLE reactions ADD COLUMN article_id BINARY(16);
UPDATE reactions JOIN articles ON reactions.target = LOWER(CONCAT('article:', SUBSTR(HEX(articles.id), 1, 8), '-',
    SUBSTR(HEX(articles.id), 9, 4), '-', SUBSTR(HEX(articles.id), 13, 4), '-', SUBSTR(HEX(articles.id), 17, 4), '-',
    SUBSTR(HEX(articles.id), 21))) SET reactions.article_id = articles.id;
DELETE FROM reactions WHERE article_id IS NULL;
UPDATE reactions JOIN reactions AS other ON other.target = reactions.target AND other.reader = reactions.reader
    AND other.id < reactions.id AND other.deleted_at IS NULL SET reactions.deleted_at = reactions.updated_at
    WHERE reactions.deleted_at IS NULL;
DROP INDEX `reactions_reader_target_mood_unique` ON `reactions`;
DROP INDEX reactions_by_target ON reactions;
ALTER TABLE reactions DROP COLUMN target;
ALTER TABLE reactions MODIFY COLUMN article_id BINARY(16) NOT NULL;
ALTER TABLE reactions ADD CONSTRAINT reactions_article FOREIGN KEY (article_id) REFERENCES articles (id);
CREATE UNIQUE INDEX `reactions_reader_article_id_unique` ON `reactions` (`reader`, `article_id`, `live`);
