DROP TABLE article_tags;
DROP TABLE tags;
DROP TABLE reactions;
DROP TABLE comments;
DROP TABLE articles;
DROP TABLE authors;
