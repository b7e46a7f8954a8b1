//! What readers of the public site see.

use super::policy::Rows;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId, Author, AuthorId, Comment, PublishedArticle, Tag, TagId, Verdict};
use crate::schema::{article_tags, articles, authors, comments, tags};
use crate::text::fit;
use diesel::dsl::count_star;
use diesel::prelude::*;
use model_core::bases::SeoScopes as _;
use model_core::prelude::*;
use std::collections::HashMap;

/// What is found under the address of an article.
#[derive(Debug, Clone)]
pub enum Opened {
    /// A published article.
    Published(Box<Article>),
    /// An article that was published, and is deleted.
    Deleted,
    /// Nothing that a reader may see.
    Unknown,
}

/// The article with this slug, as a reader finds it.
///
/// # Errors
/// Database errors.
pub fn open(conn: &mut Conn, slug: &str) -> Result<Opened> {
    let live: Option<PublishedArticle> = PublishedArticle::objects().by_slug(slug).first(conn).optional()?;
    if let Some(article) = live {
        return Ok(Opened::Published(Box::new(article.into())));
    }
    let deleted: Vec<Deleted<PublishedArticle>> =
        PublishedArticle::objects().only_deleted().by_slug(slug).limit(1).load(conn)?;
    Ok(if deleted.is_empty() { Opened::Unknown } else { Opened::Deleted })
}

/// The live author with this handle.
///
/// # Errors
/// There is none, or the database fails.
pub fn author(conn: &mut Conn, handle: &str) -> Result<Author> {
    let author: Option<Author> = Author::objects().filter(authors::handle.eq(handle)).first(conn).optional()?;
    author.ok_or_else(|| Error::NotFound(format!("author {}", fit(handle, 60))))
}

/// The tag with this name.
///
/// # Errors
/// There is none, or the database fails.
pub fn tag(conn: &mut Conn, name: &str) -> Result<Tag> {
    let tag: Option<Tag> = Tag::objects().filter(tags::name.eq(name)).first(conn).optional()?;
    tag.ok_or_else(|| Error::NotFound(format!("tag {}", fit(name, 60))))
}

/// Articles of an author.
pub fn by_author(author: AuthorId) -> Condition<Article> {
    condition!(articles::author_id.eq(author))
}

/// Articles with a tag.
pub fn tagged(tag: TagId) -> Condition<Article> {
    let links = article_tags::table.filter(article_tags::tag_id.eq(tag)).filter(article_tags::deleted_at.is_null());
    condition!(articles::id.eq_any(links.select(article_tags::article_id)))
}

/// How many approved comments each article has, in one query for any number of them.
///
/// # Errors
/// Database errors.
pub fn open_comments(conn: &mut Conn, of: &[Article]) -> Result<Vec<i64>> {
    let keys: Vec<ArticleId> = of.iter().map(|article| article.id).collect();
    let approved = comments::state.eq(Verdict::Approved).and(comments::deleted_at.is_null());
    let counts = comments::table.filter(approved).filter(comments::article_id.eq_any(keys));
    let counts: Vec<(ArticleId, i64)> =
        counts.group_by(comments::article_id).select((comments::article_id, count_star())).load(conn)?;
    let counts: HashMap<ArticleId, i64> = counts.into_iter().collect();
    Ok(of.iter().map(|article| counts.get(&article.id).copied().unwrap_or_default()).collect())
}

/// The comments on an article that a visitor may see, oldest first.
///
/// # Errors
/// Database errors.
pub fn discussion(conn: &mut Conn, article: ArticleId, seen: Rows<Comment>) -> Result<Vec<Comment>> {
    let of_article = Comment::objects().filter(comments::article_id.eq(article));
    Ok(match seen {
        Rows::All => of_article.load(conn)?,
        Rows::Where(condition) => of_article.filter(condition).load(conn)?,
    })
}
