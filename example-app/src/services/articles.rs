//! Articles: from draft to published.

use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{
    ArchivedArticle, Article, ArticleId, Author, Comment, DraftArticle, PublishedArticle, Reaction, Tag,
};
use crate::schema::articles;
use diesel::prelude::*;
use model_core::bases::{PublicationStatus, Publishing as _, TransitionError};
use model_core::clock;
use model_core::prelude::*;
use model_core::relations::{Count, WithDeleted};

/// Which articles to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// All of them.
    All,
    /// Those that readers see.
    Published,
    /// Those that are being written.
    Draft,
    /// Those that readers saw once.
    Archived,
}

/// The articles of a shelf, live or deleted ones, in the shelf's own order.
///
/// # Errors
/// Those of the database.
pub fn list(conn: &mut Conn, shelf: Shelf, deleted: bool) -> Result<Vec<Article>> {
    let rows: Vec<Article> = match (shelf, deleted) {
        (Shelf::All, false) => Article::objects().load(conn)?,
        (Shelf::All, true) => {
            let gone: Vec<Deleted<Article>> = Article::objects().only_deleted().load(conn)?;
            gone.into_iter().map(Deleted::into_row).collect()
        }
        (Shelf::Published, false) => {
            let rows: Vec<PublishedArticle> = PublishedArticle::objects().load(conn)?;
            rows.into_iter().map(Into::into).collect()
        }
        (Shelf::Published, true) => {
            let gone: Vec<Deleted<PublishedArticle>> = PublishedArticle::objects().only_deleted().load(conn)?;
            gone.into_iter().map(|gone| gone.into_row().into()).collect()
        }
        (Shelf::Draft, false) => {
            let rows: Vec<DraftArticle> = DraftArticle::objects().load(conn)?;
            rows.into_iter().map(Into::into).collect()
        }
        (Shelf::Draft, true) => {
            let gone: Vec<Deleted<DraftArticle>> = DraftArticle::objects().only_deleted().load(conn)?;
            gone.into_iter().map(|gone| gone.into_row().into()).collect()
        }
        (Shelf::Archived, false) => {
            let rows: Vec<ArchivedArticle> = ArchivedArticle::objects().load(conn)?;
            rows.into_iter().map(Into::into).collect()
        }
        (Shelf::Archived, true) => {
            let gone: Vec<Deleted<ArchivedArticle>> = ArchivedArticle::objects().only_deleted().load(conn)?;
            gone.into_iter().map(|gone| gone.into_row().into()).collect()
        }
    };
    Ok(rows)
}

/// Publishes a draft. An article that readers see already is left as it is.
///
/// # Errors
/// There is no such live article, it is archived, or the database fails.
pub fn publish(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<Outcome<Article>> {
    db::transaction(conn, |conn| {
        // The condition is part of the write, so of two editors who publish at once only one does. The text stays, so there
        // is nothing that hooks would count.
        let draft = Article::objects().find(id).filter(articles::status.eq(PublicationStatus::Draft)).patch();
        let published = draft
            .status(PublicationStatus::Published)
            .published_at(clock::now())
            .without_hooks()
            .by(actor)
            .run(conn)?;
        let article = live(conn, id)?;
        match article.publication.status {
            PublicationStatus::Published if published > 0 => Ok(Outcome::Changed(article)),
            PublicationStatus::Published => Ok(Outcome::Unchanged(article)),
            from => Err(wrong(TransitionError { from, to: PublicationStatus::Published })),
        }
    })
}

/// Makes a draft again of what was published or archived.
///
/// # Errors
/// There is no such live article, it is a draft, or the database fails.
pub fn unpublish(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<Article> {
    Ok(live(conn, id)?.unpublish().map_err(wrong)?.by(actor).run(conn)?)
}

/// Takes an article from its readers, or a draft from the desk, and keeps it.
///
/// # Errors
/// There is no such live article, it is archived already, or the database fails.
pub fn archive(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<Article> {
    Ok(live(conn, id)?.archive().map_err(wrong)?.by(actor).run(conn)?)
}

fn wrong(error: TransitionError) -> Error {
    model_core::Error::from(error).into()
}

/// Says what search engines show of an article: what is not given stays, and an empty text takes it away.
///
/// # Errors
/// There is no such live article, a text is too long, or the database fails.
pub fn set_seo(conn: &mut Conn, id: ArticleId, seo: &SeoTexts, actor: &Actor) -> Result<Outcome<Article>> {
    let SeoTexts { title, description, keywords } = seo;
    let given = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut patch = live(conn, id)?.patch();
    if let Some(title) = title {
        patch = patch.seo_title(given(title));
    }
    if let Some(description) = description {
        patch = patch.seo_description(given(description));
    }
    if let Some(keywords) = keywords {
        patch = patch.keywords(given(keywords));
    }
    Ok(patch.by(actor).outcome(conn)?)
}

/// What search engines show of an article.
#[derive(Debug, Clone, Default)]
pub struct SeoTexts {
    /// The title in a list of results.
    pub title: Option<String>,
    /// The text below it.
    pub description: Option<String>,
    /// Words to be found by.
    pub keywords: Option<String>,
}

/// Gives an article its standfirst, or takes it away.
///
/// # Errors
/// There is no such live article, the text is too long, or the database fails.
pub fn set_standfirst(conn: &mut Conn, id: ArticleId, text: Option<&str>, actor: &Actor) -> Result<Outcome<Article>> {
    Ok(Article::patch_by_key(id).standfirst(text.map(str::to_owned)).by(actor).outcome(conn)?)
}

/// Gives an article another text.
///
/// # Errors
/// There is no such live article, or the database fails.
pub fn set_body(conn: &mut Conn, id: ArticleId, text: &str, actor: &Actor) -> Result<Outcome<Article>> {
    Ok(Article::patch_by_key(id).body(text).by(actor).outcome(conn)?)
}

/// Everything that is told of one article.
#[derive(Debug, Clone)]
pub struct Full {
    /// The article.
    pub article: Article,
    /// Who wrote it, also when they are gone.
    pub author: Option<Author>,
    /// What it is about.
    pub tags: Vec<Tag>,
    /// What readers say, the first to say it first.
    pub comments: Vec<Comment>,
    /// What readers feel about it.
    pub reactions: Vec<Reaction>,
    /// What readers feel about the comments.
    pub echo: Vec<Reaction>,
}

/// An article, live or deleted, and the live rows that belong to it, in six queries.
///
/// # Errors
/// There is no such article, or the database fails.
pub fn full(conn: &mut Conn, id: ArticleId) -> Result<Full> {
    let article = Article::objects().with_deleted().find(id);
    let found = article.load_with::<(WithDeleted<Author>, Tag, Comment, Reaction)>(conn)?;
    let (article, (author, tags, comments, reactions)) = found.into_iter().next().ok_or_else(|| missing(id))?;
    let echo = comments.load_related::<Reaction>(conn)?.concat();
    Ok(Full { article, author, tags, comments, reactions, echo })
}

/// Who wrote an article, and what it is about.
pub type Credits = (Option<Author>, Vec<Tag>);

/// The author and the tags of each article, in two queries for any number of them.
///
/// # Errors
/// Those of the database.
pub fn credits(conn: &mut Conn, articles: &[Article]) -> Result<Vec<Credits>> {
    Ok(articles.load_related::<(WithDeleted<Author>, Tag)>(conn)?)
}

/// How many live comments and reactions each article has, in two queries for any number of them.
///
/// # Errors
/// Those of the database.
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

/// The error of a write to an article, naming it.
pub(super) fn about_article(id: ArticleId, error: model_core::Error) -> Error {
    match error {
        model_core::Error::NotFound => missing(id),
        model_core::Error::Deleted => Error::Deleted(named(id)),
        error => error.into(),
    }
}

/// The error of a write to what belongs to an article, naming the article.
pub(super) fn about_reader(id: ArticleId, error: model_core::Error) -> Error {
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
