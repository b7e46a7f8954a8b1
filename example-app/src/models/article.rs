//! Articles and their proxies.

use super::{Account, AccountRole, ArticleTag, Author, AuthorId, Comment, Following, Notice, Reaction, Tag, Task};
use crate::db::Conn;
use crate::schema::{accounts, articles};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::bases::{PublicationStatus, Publishable, Seo};
use model_core::hooks::{Changing, Context, Creating, Draft, Hooks, SetIn};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of an article.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(Uuid);

impl ArticleId {
    /// The last eight digits, which identify an article. The first digits are the time, which all articles of an import
    /// share.
    pub fn short(&self) -> String {
        let digits = self.0.simple().to_string();
        digits[digits.len() - 8..].to_owned()
    }
}

/// An article. Its comments, notices and tag links are deleted and restored with it.
#[derive(Model, Debug, Clone)]
#[model(table = articles, timestamps, soft_delete, audit, ordering = "-created_at, slug", content_type = "article")]
#[model(hooks, has_many(comments = Comment, on_delete = cascade), referred_by(reactions = Reaction))]
#[model(many_to_many(tags = Tag, through = ArticleTag), has_many(taggings = ArticleTag, on_delete = cascade))]
#[model(many_to_many(followers = Account, through = Following), has_many(notices = Notice, on_delete = cascade))]
#[model(has_many(tasks = Task, on_delete = set_null, without_hooks))]
pub struct Article {
    /// The key.
    pub id: ArticleId,
    /// The headline.
    #[model(max_length = 200, check = is_headline, index(with = [id]))]
    pub title: String,
    /// The slug, and the texts for search engines.
    #[model(base)]
    pub seo: Seo,
    /// The sentence below the headline.
    #[model(max_length = 500)]
    pub standfirst: Option<String>,
    /// The text, as Markdown.
    pub body: String,
    /// How many words the text has. Hooks count them whenever the text is written, so the trail skips the number.
    #[model(default)]
    #[audit(skip)]
    pub words: i32,
    /// The file that the article was imported from. If the article was deleted, the file is not imported again.
    #[model(skip_update, max_length = 500, unique(on_deleted = refuse))]
    pub source: Option<String>,
    /// The status, and when it was published.
    #[model(base)]
    pub publication: Publishable,
    /// The author. It cannot change.
    #[model(skip_update, belongs_to = Author)]
    pub author_id: AuthorId,
    /// Who created the row.
    #[model(created_by)]
    pub created_by: AuthorId,
    /// Who last changed it.
    #[model(updated_by)]
    pub updated_by: Option<AuthorId>,
    /// Who deleted it.
    #[model(deleted_by)]
    pub deleted_by: Option<AuthorId>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    #[model(index(with = [id]))]
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// The deletion that deleted the row, or the restoration that restored it. The library fills it in.
    #[audit(skip)]
    pub deletion_batch: Option<Uuid>,
    /// How often readers opened it. Counting is no edit: it moves neither the version nor `updated_at`.
    #[audit(skip)]
    #[model(default, input = closed)]
    pub views: i32,
    /// The version: of two editors who change an article at once, the second is refused.
    #[model(version)]
    #[audit(skip)]
    pub version: i32,
}

/// The words are counted whenever the text is written: by an import, an editor, or a revert. Who creates an article is
/// asked whether it is theirs.
impl Hooks<Conn> for Article {
    fn before_create(new: &mut Draft<'_, Self, Creating>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        count_words(new);
        match new.get(articles::author_id).copied() {
            Some(author) => refuse_other_names(author, cx),
            None => Ok(()),
        }
    }

    fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, _: &mut Context<'_, Conn>) -> Result<(), Error> {
        count_words(patch);
        Ok(())
    }
}

/// A reporter writes under no other name, wherever the article is created.
fn refuse_other_names(author: AuthorId, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
    let Ok(actor) = cx.actor().id().unwrap_or_default().parse::<AuthorId>() else { return Ok(()) };
    if actor == author {
        return Ok(());
    }
    let role: QueryResult<AccountRole> =
        Account::objects().filter(accounts::author_id.eq(actor)).select(accounts::role).first(cx.conn());
    match role.optional()? {
        Some(AccountRole::Reporter) => Err(Error::invalid("author_id", "must be the name of the reporter who writes")),
        _ => Ok(()),
    }
}

fn is_headline(title: &str) -> Result<(), &'static str> {
    match title.trim().is_empty() {
        true => Err("must not be empty"),
        false => Ok(()),
    }
}

fn count_words<Step>(draft: &mut Draft<'_, Article, Step>)
where
    articles::words: SetIn<Article, Step>,
{
    if let Some(text) = draft.get(articles::body) {
        let words = text.split_whitespace().count().try_into().unwrap_or(i32::MAX);
        draft.set(articles::words, words);
    }
}

/// Published articles, latest first.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Article, filter(status = PublicationStatus::Published), ordering = "-published_at, slug")]
pub struct PublishedArticle(Article);

/// Drafts, the last changed one first.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Article, filter(status = PublicationStatus::Draft), ordering = "-updated_at, slug")]
pub struct DraftArticle(Article);

/// Archived articles, the last archived one first.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Article, filter(status = PublicationStatus::Archived), ordering = "-updated_at, slug")]
pub struct ArchivedArticle(Article);
