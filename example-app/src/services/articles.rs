//! Articles: their states, their texts, and what is loaded with them.

use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{
    ArchivedArticle, Article, ArticleId, Author, Comment, DraftArticle, PublishedArticle, Reaction, Tag, Verdict,
};
use crate::schema::{articles, comments};
use diesel::dsl::{count_star, sum};
use diesel::prelude::*;
use model_core::bases::{PublicationStatus, Publishing as _, TransitionError};
use model_core::clock;
use model_core::prelude::*;
use model_core::relations::{Count, IncludingDeleted};

/// Which articles to list, by publication status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusFilter {
    /// All of them.
    All,
    /// Published articles, which readers see.
    Published,
    /// Drafts.
    Draft,
    /// Archived articles.
    Archived,
}

/// The live or the deleted articles with a status, in the order of its proxy.
///
/// # Errors
/// Database errors.
pub fn list(conn: &mut Conn, shelf: StatusFilter, deleted: bool) -> Result<Vec<Article>> {
    let rows: Vec<Article> = match (shelf, deleted) {
        (StatusFilter::All, false) => Article::objects().load(conn)?,
        (StatusFilter::All, true) => {
            let rows: Vec<Deleted<Article>> = Article::objects().only_deleted().load(conn)?;
            rows.into_iter().map(Deleted::into_row).collect()
        }
        (StatusFilter::Published, false) => {
            let rows: Vec<PublishedArticle> = PublishedArticle::objects().load(conn)?;
            rows.into_iter().map(Into::into).collect()
        }
        (StatusFilter::Published, true) => {
            let rows: Vec<Deleted<PublishedArticle>> = PublishedArticle::objects().only_deleted().load(conn)?;
            rows.into_iter().map(|row| row.into_row().into()).collect()
        }
        (StatusFilter::Draft, false) => {
            let rows: Vec<DraftArticle> = DraftArticle::objects().load(conn)?;
            rows.into_iter().map(Into::into).collect()
        }
        (StatusFilter::Draft, true) => {
            let rows: Vec<Deleted<DraftArticle>> = DraftArticle::objects().only_deleted().load(conn)?;
            rows.into_iter().map(|row| row.into_row().into()).collect()
        }
        (StatusFilter::Archived, false) => {
            let rows: Vec<ArchivedArticle> = ArchivedArticle::objects().load(conn)?;
            rows.into_iter().map(Into::into).collect()
        }
        (StatusFilter::Archived, true) => {
            let rows: Vec<Deleted<ArchivedArticle>> = ArchivedArticle::objects().only_deleted().load(conn)?;
            rows.into_iter().map(|row| row.into_row().into()).collect()
        }
    };
    Ok(rows)
}

/// Publishes a draft. An article that is already published stays as it is.
///
/// # Errors
/// There is no such live article, it is archived, or the database fails.
pub fn publish(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<Outcome<Article>> {
    db::transaction(conn, |conn| {
        // The condition is part of the statement, so of two editors who publish at once only one changes the row. The
        // hooks count words, and the text does not change here.
        let draft = Article::objects().find(id).filter(articles::status.eq(PublicationStatus::Draft)).patch();
        let published = draft
            .status(PublicationStatus::Published)
            .published_at(clock::now())
            .without_hooks()
            .returning()
            .by(actor)
            .run(conn)?;
        if let Some(article) = published.into_iter().next() {
            return Ok(Outcome::Changed(article));
        }
        let article = live(conn, id)?;
        match article.publication.status {
            PublicationStatus::Published => Ok(Outcome::Unchanged(article)),
            from => Err(invalid(TransitionError { from, to: PublicationStatus::Published })),
        }
    })
}

/// Turns a published or archived article into a draft again.
///
/// # Errors
/// There is no such live article, it is a draft, or the database fails.
pub fn unpublish(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<Article> {
    Ok(live(conn, id)?.unpublish().map_err(invalid)?.by(actor).run(conn)?)
}

/// Archives a published article or a draft.
///
/// # Errors
/// There is no such live article, it is already archived, or the database fails.
pub fn archive(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<Article> {
    Ok(live(conn, id)?.archive().map_err(invalid)?.by(actor).run(conn)?)
}

fn invalid(error: TransitionError) -> Error {
    model_core::Error::from(error).into()
}

/// Sets the texts that search engines show. A text that is not given stays, and an empty text removes the old one.
///
/// # Errors
/// There is no such live article, a text is too long, or the database fails.
pub fn set_seo(conn: &mut Conn, id: ArticleId, seo: &SeoTexts, actor: &Actor) -> Result<Outcome<Article>> {
    let SeoTexts { title, description, keywords } = seo;
    let non_empty = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut patch = live(conn, id)?.patch();
    if let Some(title) = title {
        patch = patch.seo_title(non_empty(title));
    }
    if let Some(description) = description {
        patch = patch.seo_description(non_empty(description));
    }
    if let Some(keywords) = keywords {
        patch = patch.keywords(non_empty(keywords));
    }
    Ok(patch.by(actor).outcome(conn)?)
}

/// The texts of an article that search engines show.
#[derive(Debug, Clone, Default)]
pub struct SeoTexts {
    /// The title in a list of results.
    pub title: Option<String>,
    /// The text below the title.
    pub description: Option<String>,
    /// Search words.
    pub keywords: Option<String>,
}

/// Sets or removes the standfirst of an article.
///
/// # Errors
/// There is no such live article, the text is too long, or the database fails.
pub fn set_standfirst(conn: &mut Conn, id: ArticleId, text: Option<&str>, actor: &Actor) -> Result<Outcome<Article>> {
    Ok(Article::patch_by_key(id).standfirst(text.map(str::to_owned)).by(actor).outcome(conn)?)
}

/// Replaces the text of an article.
///
/// # Errors
/// There is no such live article, or the database fails.
pub fn set_body(conn: &mut Conn, id: ArticleId, text: &str, actor: &Actor) -> Result<Outcome<Article>> {
    Ok(Article::patch_by_key(id).body(text).by(actor).outcome(conn)?)
}

/// An article with everything that is shown with it.
#[derive(Debug, Clone)]
pub struct FullArticle {
    /// The article.
    pub article: Article,
    /// The author, live or deleted.
    pub author: Option<Author>,
    /// The tags.
    pub tags: Vec<Tag>,
    /// The comments, oldest first.
    pub comments: Vec<Comment>,
    /// The reactions to the article.
    pub reactions: Vec<Reaction>,
    /// The reactions to its comments.
    pub comment_reactions: Vec<Reaction>,
}

/// An article, live or deleted, and the live rows that belong to it, in six queries.
///
/// # Errors
/// There is no such article, or the database fails.
pub fn full(conn: &mut Conn, id: ArticleId) -> Result<FullArticle> {
    let article = Article::objects().with_deleted().find(id);
    let found = article.load_with::<(IncludingDeleted<Author>, Tag, Comment, Reaction)>(conn)?;
    let (article, (author, tags, comments, reactions)) = found.into_iter().next().ok_or_else(|| missing(id))?;
    let comment_reactions = comments.load_related::<Reaction>(conn)?.concat();
    Ok(FullArticle { article, author, tags, comments, reactions, comment_reactions })
}

/// The numbers of a newsroom.
#[derive(Debug, Clone)]
pub struct Stats {
    /// How many live articles have each status.
    pub by_status: Vec<(PublicationStatus, i64)>,
    /// How many words the published articles have.
    pub words: i64,
    /// How often the published articles were opened.
    pub views: i64,
    /// How many approved comments they have.
    pub comments: i64,
}

/// The numbers of the newsroom, in three queries.
///
/// # Errors
/// Database errors.
pub fn stats(conn: &mut Conn) -> Result<Stats> {
    let live = articles::table.filter(articles::deleted_at.is_null());
    let counts = live.group_by(articles::status).select((articles::status, count_star()));
    let counts: Vec<(PublicationStatus, i64)> = counts.load(conn)?;
    let of = |status| counts.iter().find(|(known, _)| *known == status).map_or(0, |(_, count)| *count);
    let by_status = PublicationStatus::ALL.iter().map(|status| (status.choice, of(status.choice))).collect();
    let published = live.filter(articles::status.eq(PublicationStatus::Published));
    let sums = published.select((sum(articles::words), sum(articles::views)));
    let (words, views): (Option<i64>, Option<i64>) = sums.first(conn)?;
    let approved = comments::table.filter(comments::deleted_at.is_null()).filter(comments::state.eq(Verdict::Approved));
    let comments = approved.filter(comments::article_id.eq_any(published.select(articles::id))).count();
    Ok(Stats {
        by_status,
        words: words.unwrap_or_default(),
        views: views.unwrap_or_default(),
        comments: comments.get_result(conn)?,
    })
}

/// The articles that were published last.
///
/// # Errors
/// Database errors.
pub fn recent(conn: &mut Conn, limit: i64) -> Result<Vec<Article>> {
    let rows: Vec<PublishedArticle> = PublishedArticle::objects().limit(limit).load(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Counts one more view of a live article, and returns how many it has. Nothing of the article changes by that, so it
/// is plain Diesel: a patch would move the version under everybody who edits the article.
///
/// # Errors
/// There is no such live article, or the database fails.
pub fn count_view(conn: &mut Conn, id: ArticleId) -> Result<i32> {
    let live = articles::table.find(id).filter(articles::deleted_at.is_null());
    diesel::update(live).set(articles::views.eq(articles::views + 1)).execute(conn)?;
    let views: Option<i32> = live.select(articles::views).first(conn).optional()?;
    views.ok_or_else(|| missing(id))
}

/// The author and the tags of an article.
pub type Credits = (Option<Author>, Vec<Tag>);

/// The author and the tags of each article, in two queries for any number of them.
///
/// # Errors
/// Database errors.
pub fn credits(conn: &mut Conn, articles: &[Article]) -> Result<Vec<Credits>> {
    Ok(articles.load_related::<(IncludingDeleted<Author>, Tag)>(conn)?)
}

/// How many live comments and reactions each article has, in two queries for any number of them.
///
/// # Errors
/// Database errors.
pub fn counts(conn: &mut Conn, articles: &[Article]) -> Result<Vec<(i64, i64)>> {
    Ok(articles.load_related::<(Count<Comment>, Count<Reaction>)>(conn)?)
}

/// The live article with this key.
///
/// # Errors
/// There is none, or it is deleted.
pub fn live(conn: &mut Conn, id: ArticleId) -> Result<Article> {
    match any(conn, id)? {
        article if article.deleted_at.is_some() => Err(Error::Deleted(named(id))),
        article => Ok(article),
    }
}

/// The article with this key, live or deleted.
///
/// # Errors
/// There is none.
pub fn any(conn: &mut Conn, id: ArticleId) -> Result<Article> {
    let article: Option<Article> = Article::objects().with_deleted().find(id).first(conn).optional()?;
    article.ok_or_else(|| missing(id))
}

/// The error of a write to an article, with the name of the article.
pub(super) fn about_article(id: ArticleId, error: model_core::Error) -> Error {
    match error {
        model_core::Error::NotFound => missing(id),
        model_core::Error::Deleted => Error::Deleted(named(id)),
        error => error.into(),
    }
}

/// The error of a write to a row that belongs to an article, with the name of the article.
pub(super) fn about_parent(id: ArticleId, error: model_core::Error) -> Error {
    match error {
        model_core::Error::ParentDeleted { .. } => Error::Deleted(named(id)),
        model_core::Error::ForeignKey { .. } => missing(id),
        error => error.into(),
    }
}

fn named(id: ArticleId) -> String {
    format!("article {}", id.short())
}

fn missing(id: ArticleId) -> Error {
    Error::NotFound(format!("article `{}`", id.short()))
}
