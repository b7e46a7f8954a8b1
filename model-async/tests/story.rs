//! The verbs over each kind of asynchronous connection, in tasks of their own.
#![allow(missing_docs)]

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use model_async::prelude::*;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    authors (id) {
        id -> BigInt,
        name -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    articles (id) {
        id -> BigInt,
        author_id -> BigInt,
        title -> Text,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(authors, articles);

#[derive(Model, Debug, Clone)]
#[model(table = authors, soft_delete, audit, has_many(articles = Article, on_delete = cascade))]
pub struct Author {
    pub id: i64,
    pub name: String,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model, Debug, Clone)]
#[model(table = articles, timestamps, soft_delete, audit)]
pub struct Article {
    pub id: i64,
    #[model(belongs_to = Author)]
    pub author_id: i64,
    pub title: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cascade_and_its_restoration() {
    use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
    let mut conn = SyncConnectionWrapper::<SqliteConnection>::establish(":memory:").await.unwrap();
    conn.spawn_blocking(|conn| {
        use diesel_migrations::MigrationHarness;
        conn.run_pending_migrations(model_core::migrations::SQLITE).unwrap();
        Ok(())
    })
    .await
    .unwrap();
    conn.batch_execute(
        "CREATE TABLE authors (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, deleted_at TEXT, deletion_batch BLOB);
         CREATE TABLE articles (id INTEGER PRIMARY KEY AUTOINCREMENT, author_id BIGINT NOT NULL REFERENCES authors, title TEXT NOT NULL,
           created_at TEXT NOT NULL, updated_at TEXT NOT NULL, deleted_at TEXT, deletion_batch BLOB);",
    )
    .await
    .unwrap();
    tokio::spawn(async move {
        let me = Actor::user(7);
        let conn = &mut conn;
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(&me).run(conn).await?;
        for title in ["a", "b"] {
            Article::create(NewArticle::builder().author_id(ann.id).title(title).build()).by(&me).run(conn).await?;
        }
        let impact = ann.clone().delete().by(&me).preview(conn).await?;
        assert_eq!(impact.count, 1);
        let gone = ann.delete().by(&me).run(conn).await?;
        assert_eq!(Article::objects().count().get_result::<i64>(conn).await?, 0);
        let ann = gone.restore().by(&me).run(conn).await?;
        let article = Article::objects().first::<Article>(conn).await?;
        let article = article.patch().title("c").by(&me).run(conn).await?;
        assert_eq!(article.title, "c");
        let title = String::from("b");
        let count = Article::objects().filter(articles::title.eq(&title)).patch().title("d").by(&me).run(conn).await?;
        assert_eq!(count, 1);
        let either: Condition<Article> = condition!(articles::title.eq("d").or(articles::title.eq("x")));
        assert_eq!(Article::objects().filter(either).patch().title("e").by(&me).run(conn).await?, 1);
        let entries = Article::history(&article.id).run(conn).await?;
        assert_eq!(entries.len(), 4);
        assert_eq!(Article::verify_history(conn).await?, []);
        model_async::transaction(conn, async |conn, unit| {
            Author::create(NewAuthor::builder().name("Bob").build()).by(&me).within(unit).run(conn).await?;
            Ok::<_, Error>(())
        })
        .await?;
        let _ = ann;
        Ok::<_, Error>(())
    })
    .await
    .unwrap()
    .unwrap();
}
