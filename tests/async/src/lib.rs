//! Reads and PostgreSQL writes of the library on an asynchronous connection: compiled, and not run.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::AsyncPgConnection;
use model_core::prelude::*;
use model_core::verbs::Written;
use model_core::Error;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    articles (id) {
        id -> Uuid,
        title -> Text,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

/// The key of an article.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArticleId(Uuid);

/// An article.
#[derive(Model, Debug)]
#[model(table = articles, timestamps, soft_delete, audit, ordering = "-created_at")]
pub struct Article {
    /// The key.
    pub id: ArticleId,
    /// The title.
    pub title: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was changed.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

// Diesel's own `RunQueryDsl` comes with its prelude; naming the other one takes its place.
use diesel_async::RunQueryDsl;

/// The reads: a list, deleted rows, a count, one row, and whether there is any.
pub async fn reads(conn: &mut AsyncPgConnection, id: ArticleId) -> QueryResult<(Vec<Article>, Vec<Deleted<Article>>, i64, Article, bool)> {
    let list = Article::objects().filter(articles::title.like("%rust%")).recent(days(7)).load(conn).await?;
    let gone = Article::objects().only_deleted().load(conn).await?;
    let count = Article::objects().count().get_result(conn).await?;
    let one = Article::objects().find(&id).first(conn).await?;
    let any = Article::objects().exists().get_result(conn).await?;
    Ok((list, gone, count, one, any))
}

/// The writes to one row: each is one statement, audit row included.
pub async fn writes(conn: &mut AsyncPgConnection, me: &Actor, id: ArticleId) -> Result<Vec<Outcome<Article>>, Error> {
    let create = Article::create(NewArticle::builder().title("Hello").build()).by(me).statement()?;
    let created: Written<Article> = create.get_result(conn).await?;
    let patch = Article::patch_by_key(id).title("Hello, world").by(me).statement()?;
    let patched: Option<Written<Article>> = patch.get_result(conn).await.optional()?;
    let delete = Article::delete_by_key(id).by(me).statement()?;
    let deleted: Option<Written<Article>> = delete.get_result(conn).await.optional()?;
    let found = |written: Option<Written<Article>>| written.map_or(Outcome::NotFound, Written::of_live);
    Ok(vec![created.of_live(), found(patched), found(deleted)])
}
