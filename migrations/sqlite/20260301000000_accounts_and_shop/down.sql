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
ALTER TABLE reactions RENAME TO reactions_to_anything;
DROP INDEX reactions_reader_target_mood_unique;
DROP INDEX reactions_by_target;
CREATE TABLE reactions (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id     BLOB NOT NULL REFERENCES articles (id),
    reader         TEXT NOT NULL,
    mood           TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    deleted_at     TEXT,
    deletion_batch BLOB
);
INSERT INTO reactions
SELECT one.id, articles.id, one.reader, one.mood, one.created_at, one.updated_at,
    CASE WHEN EXISTS (SELECT 1 FROM reactions_to_anything AS other WHERE other.target = one.target AND other.reader = one.reader
        AND other.id < one.id AND other.deleted_at IS NULL) THEN coalesce(one.deleted_at, one.updated_at) ELSE one.deleted_at END,
    one.deletion_batch
FROM reactions_to_anything AS one
JOIN articles ON one.target = 'article:' || lower(substr(hex(articles.id), 1, 8) || '-' || substr(hex(articles.id), 9, 4) || '-'
    || substr(hex(articles.id), 13, 4) || '-' || substr(hex(articles.id), 17, 4) || '-' || substr(hex(articles.id), 21));
DELETE FROM sqlite_sequence WHERE name = 'reactions';
INSERT INTO sqlite_sequence (name, seq) SELECT 'reactions', seq FROM sqlite_sequence WHERE name = 'reactions_to_anything';
DROP TABLE reactions_to_anything;
CREATE UNIQUE INDEX `reactions_reader_article_id_unique` ON `reactions` (`reader`, `article_id`) WHERE `deleted_at` IS NULL;
CREATE INDEX reactions_by_article ON reactions (article_id);
