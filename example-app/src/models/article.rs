//! What is written.

use super::{Account, ArticleTag, Author, AuthorId, Comment, Following, Notice, Reaction, Tag, Task};
use crate::db::Conn;
use crate::schema::articles;
use chrono::{DateTime, Utc};
use model_core::bases::{PublicationStatus, Publishable, Seo};
use model_core::hooks::{Changing, Context, Creating, Draft, Hooks, SetIn};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of an article.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArticleId(Uuid);

impl ArticleId {
    /// The last eight digits, which tell articles apart. The first ones are the time, which an import's articles share.
    pub fn short(&self) -> String {
        let digits = self.0.simple().to_string();
        digits[digits.len() - 8..].to_owned()
    }
}

/// An article. What readers say about it and what they were told goes with it, and comes back with it.
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
    #[model(max_length = 200)]
    pub title: String,
    /// The place in a URL, and what search engines are told.
    #[model(base)]
    pub seo: Seo,
    /// The sentence below the headline.
    #[model(max_length = 500)]
    pub standfirst: Option<String>,
    /// The text, as Markdown.
    pub body: String,
    /// How many words the text has: counted with every write of it, so the trail need not say it again.
    #[model(default)]
    #[audit(skip)]
    pub words: i32,
    /// The file that the article was imported from. One whose article was deleted is not imported again.
    #[model(skip_update, max_length = 500, unique(on_deleted = refuse))]
    pub source: Option<String>,
    /// How far it is, and when it went public.
    #[model(base)]
    pub publication: Publishable,
    /// Who wrote it, once and for all.
    #[model(skip_update, belongs_to = Author)]
    pub author_id: AuthorId,
    /// Who entered it.
    #[model(created_by)]
    pub created_by: AuthorId,
    /// Who changed it last.
    #[model(updated_by)]
    pub updated_by: Option<AuthorId>,
    /// Who deleted it.
    #[model(deleted_by)]
    pub deleted_by: Option<AuthorId>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back: the library's own mark, and no news.
    #[audit(skip)]
    pub deletion_batch: Option<Uuid>,
}

/// Whoever writes the text, an import, an editor or a change that is taken back: the number follows from it.
impl Hooks<Conn> for Article {
    fn before_create(new: &mut Draft<'_, Self, Creating>, _: &mut Context<'_, Conn>) -> Result<(), Error> {
        count_words(new);
        Ok(())
    }

    fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, _: &mut Context<'_, Conn>) -> Result<(), Error> {
        count_words(patch);
        Ok(())
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

/// The articles that readers see, the latest first.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Article, filter(status = PublicationStatus::Published), ordering = "-published_at, slug")]
pub struct PublishedArticle(Article);

/// The articles that are being written, the one touched last first.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Article, filter(status = PublicationStatus::Draft), ordering = "-updated_at, slug")]
pub struct DraftArticle(Article);

/// The articles that readers saw once, the one archived last first.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Article, filter(status = PublicationStatus::Archived), ordering = "-updated_at, slug")]
pub struct ArchivedArticle(Article);
