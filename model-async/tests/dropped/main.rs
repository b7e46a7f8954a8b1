//! Futures that are dropped at each await point of each verb: nothing is half written, and the connection is usable or
//! known to be broken.
#![allow(missing_docs)]

#[path = "../story/models.rs"]
#[allow(dead_code)]
mod models;
#[path = "../story/support.rs"]
#[allow(dead_code, unused_macros)]
mod support;

use crate::models::*;
use crate::support::{Database, Done, me};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl, TransactionManager};
use model_async::prelude::*;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

/// Polls a future so many times, and then drops it. Says whether it has ended.
async fn polled<T>(times: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = times;
    std::future::poll_fn(move |cx: &mut Context<'_>| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        Pin::as_mut(&mut future).poll(cx).map(Some)
    })
    .await
}

/// How much there is: authors, articles, live comments, entries of the trail. It is one statement, so that they belong
/// together.
const COUNTS: &str = "SELECT (SELECT COUNT(*) FROM authors WHERE deleted_at IS NULL) AS authors, \
    (SELECT COUNT(*) FROM articles WHERE deleted_at IS NULL) AS articles, \
    (SELECT COUNT(*) FROM comments WHERE deleted_at IS NULL) AS comments, \
    (SELECT COUNT(*) FROM audit_logs) AS entries";

#[derive(QueryableByName, Debug, Clone, Copy, PartialEq)]
struct Counts {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    authors: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    articles: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    comments: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    entries: i64,
}

/// An author with two articles and two comments on each.
macro_rules! tree {
    ($conn:expr) => {{
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run($conn).await?;
        for number in 0..2 {
            let slug = format!("{}-{number}", ann.id);
            let article = Article::create(new_article(&ann, &slug)).by(me()).run($conn).await?;
            let new = [(), ()].map(|()| NewComment::builder().article_id(article.id).body("c").build());
            Comment::create_many(new).by(me()).run($conn).await?;
        }
        ann
    }};
}

macro_rules! verbs_are_dropped {
    ($($name:ident: |$conn:ident, $ann:ident| $verb:expr;)*) => {$(
        mod $name {
            use super::*;

            verbs_are_dropped!(@"postgres", postgres, diesel_async::AsyncPgConnection, $conn, $ann, $verb);
            verbs_are_dropped!(@"mysql", mysql, diesel_async::AsyncMysqlConnection, $conn, $ann, $verb);
            verbs_are_dropped!(
                @"sqlite", sqlite,
                diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>,
                $conn, $ann, $verb
            );
        }
    )*};
    (@$feature:literal, $backend:ident, $type:ty, $conn:ident, $ann:ident, $verb:expr) => {
        #[cfg(feature = $feature)]
        mod $backend {
            use super::*;

            type Conn = $type;

            async fn counts(conn: &mut Conn) -> QueryResult<Counts> {
                diesel::sql_query(COUNTS).get_result(conn).await
            }

            /// What the verb does, with and without it.
            async fn whole(conn: &mut Conn) -> Result<(Counts, Counts), Error> {
                let ann = tree!(conn);
                let before = counts(conn).await?;
                {
                    let ($conn, $ann) = (&mut *conn, ann);
                    let _done = $verb.await?;
                }
                Ok((before, counts(conn).await?))
            }

            async fn at_each_point(database: &Database) -> Done {
                let mut watcher = database.connection::<Conn>().await;
                let (before, after) = whole(&mut watcher).await?;
                let change = |counts: Counts| {
                    [
                        counts.authors - before.authors, counts.articles - before.articles,
                        counts.comments - before.comments, counts.entries - before.entries,
                    ]
                };
                let all = change(after);
                for times in 0.. {
                    let ann = tree!(&mut watcher);
                    let start = counts(&mut watcher).await?;
                    let pool = database.deadpool::<Conn>();
                    let mut pooled = pool.get().await?;
                    let ended = {
                        let ($conn, $ann) = (&mut pooled, ann);
                        polled(times, async { $verb.await.map(drop) }).await
                    };
                    let broken = <Conn as AsyncConnection>::TransactionManager::is_broken_transaction_manager(&mut *pooled);
                    if broken {
                        // Whoever goes on with it is told so, and writes nothing.
                        let late = Author::create(NewAuthor::builder().name("late").build()).by(me()).run(&mut pooled);
                        assert!(late.await.is_err(), "after {times} polls: a broken connection took a write");
                    }
                    // The pool has one connection: the one that it hands out next works.
                    drop(pooled);
                    let mut next = pool.get().await?;
                    let ($conn, other) = (&mut next, tree!(&mut watcher));
                    other.patch().name("after").by(me()).run($conn).await?;
                    Author::create(NewAuthor::builder().name("next").build()).by(me()).run($conn).await?;
                    // What was on its way on a server has arrived when it takes the next write.
                    let now = counts(&mut watcher).await?;
                    // A tree of 1 author, 2 articles, 4 comments and 7 entries, a patch, and a row.
                    let rest = [start.authors + 2, start.articles + 2, start.comments + 4, start.entries + 9];
                    let done = [now.authors, now.articles, now.comments, now.entries];
                    let done: Vec<i64> = done.iter().zip(rest).map(|(now, rest)| now - rest).collect();
                    assert!(done == all || done == [0; 4], "after {times} polls: {done:?} of {all:?}");
                    if let Some(ended) = ended {
                        ended?;
                        assert_eq!(done, all);
                        return Ok(());
                    }
                }
                Ok(())
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn at_each_await_point() {
                let database = std::sync::Arc::new(Database::fresh::<Conn>().await);
                let of_test = database.clone();
                let done = tokio::spawn(async move { at_each_point(&of_test).await }).await;
                let database = std::sync::Arc::into_inner(database).expect("the test has ended");
                database.after::<Conn>(async move { done? }).await;
            }
        }
    };
}

/// An article whose slug nobody else has.
fn another(author: &Author, slug: &str) -> NewArticle {
    new_article(author, &format!("{}-{slug}", author.id))
}

verbs_are_dropped! {
    create: |conn, ann| Article::create(another(&ann, "new")).by(me()).run(conn);
    create_many: |conn, ann| Article::create_many(["x", "y"].map(|slug| another(&ann, slug))).by(me()).run(conn);
    patch: |conn, ann| ann.patch().name("Beth").by(me()).run(conn);
    delete: |conn, ann| ann.delete().by(me()).run(conn);
    preview: |conn, ann| ann.delete().by(me()).preview(conn);
    hard_delete: |conn, ann| ann.hard_delete().by(me()).run(conn);
    set: |conn, ann| Article::objects().filter(articles::author_id.eq(ann.id)).patch().title("t").by(me()).run(conn);
    upsert: |conn, ann| Article::upsert(another(&ann, "up")).on(articles::slug).by(me()).run(conn);
    event: |conn, ann| model_core::AuditLog::event("author.read").on(&ann).by(me()).run(conn);
    transaction: |conn, ann| model_async::transaction(conn, async |conn, unit| {
        let ann = ann.patch().name("Cid").by(me()).within(unit).run(conn).await?;
        model_async::savepoint(unit, conn, async |conn| {
            Article::create(another(&ann, "in")).by(me()).within(unit).run(conn).await.map(drop)
        })
        .await
    });
}
