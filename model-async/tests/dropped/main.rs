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
use model_core::AuditLog;
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

/// How much there is. It is one statement, so that the numbers belong together.
const COUNTS: &str = "SELECT (SELECT COUNT(*) FROM authors WHERE deleted_at IS NULL) AS authors, \
    (SELECT COUNT(*) FROM articles WHERE deleted_at IS NULL) AS articles, \
    (SELECT COUNT(*) FROM comments WHERE deleted_at IS NULL) AS comments, \
    (SELECT COUNT(*) FROM audit_logs) AS entries, \
    (SELECT COUNT(*) FROM audit_logs WHERE actor_id LIKE 'erased-%') AS erased, \
    (SELECT COUNT(*) FROM article_tags) AS links, \
    (SELECT COUNT(*) FROM methods WHERE deleted_at IS NULL) + (SELECT COUNT(*) FROM cards) AS methods, \
    (SELECT COUNT(*) FROM authors) + (SELECT COUNT(*) FROM articles) + (SELECT COUNT(*) FROM comments) AS with_deleted";

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    authors: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    articles: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    comments: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    entries: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    erased: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    links: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    methods: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    with_deleted: i64,
}

type Numbers = [i64; 8];

impl Counts {
    fn numbers(self) -> Numbers {
        let Self { authors, articles, comments, entries, erased, links, methods, with_deleted } = self;
        [authors, articles, comments, entries, erased, links, methods, with_deleted]
    }
}

/// What comes with the next tree of 1 author, 2 articles, 4 comments and 7 entries, with a patch and with one more row.
const REST: Numbers = [2, 2, 4, 9, 0, 0, 0, 8];

fn between(before: Numbers, after: Numbers) -> Numbers {
    std::array::from_fn(|place| after[place] - before[place])
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

/// What a verb begins with: a tree, or what a block makes of it.
macro_rules! prepared {
    ([] $on:expr) => {
        tree!($on)
    };
    ([$conn:ident $ann:ident $prepare:block] $on:expr) => {{
        let $ann = tree!($on);
        let $conn = &mut *$on;
        $prepare
    }};
}

/// `or` is what a verb that works in steps may leave, besides all of it and nothing. A preview writes nothing.
macro_rules! verbs_are_dropped {
    ($($name:ident $(after |$before:ident, $tree:ident| $prepare:block)? $(or $step:tt)?
        : |$conn:ident, $it:ident| $verb:expr;)*) => {$(
        mod $name {
            use super::*;

            const STEPS: &[Numbers] = &[$($step)?];

            verbs_are_dropped!(
                @"postgres", postgres, diesel_async::AsyncPgConnection,
                [$($before $tree $prepare)?] $conn, $it, $verb
            );
            verbs_are_dropped!(
                @"mysql", mysql, diesel_async::AsyncMysqlConnection, [$($before $tree $prepare)?] $conn, $it, $verb
            );
            verbs_are_dropped!(
                @"sqlite", sqlite,
                diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>,
                [$($before $tree $prepare)?] $conn, $it, $verb
            );
        }
    )*};
    (@$feature:literal, $backend:ident, $type:ty, $prepare:tt $conn:ident, $it:ident, $verb:expr) => {
        #[cfg(feature = $feature)]
        mod $backend {
            use super::*;

            type Conn = $type;

            async fn counts(conn: &mut Conn) -> QueryResult<Numbers> {
                let counts: Counts = diesel::sql_query(COUNTS).get_result(conn).await?;
                Ok(counts.numbers())
            }

            /// What the verb does.
            async fn whole(conn: &mut Conn) -> Result<Numbers, Error> {
                let it = prepared!($prepare conn);
                let before = counts(conn).await?;
                {
                    let ($conn, $it) = (&mut *conn, it);
                    let _done = $verb.await?;
                }
                Ok(between(before, counts(conn).await?))
            }

            async fn at_each_point(database: &Database) -> Done {
                let mut watcher = database.connection::<Conn>().await;
                let all = whole(&mut watcher).await?;
                assert!(all != [0; 8] || STEPS.contains(&all), "the verb does something");
                for times in 0.. {
                    let it = prepared!($prepare &mut watcher);
                    let start = counts(&mut watcher).await?;
                    let pool = database.deadpool::<Conn>();
                    let mut pooled = pool.get().await?;
                    let ended = {
                        let ($conn, $it) = (&mut pooled, it);
                        polled(times, async { $verb.await.map(drop) }).await
                    };
                    type Manager = <Conn as AsyncConnection>::TransactionManager;
                    let broken = Manager::is_broken_transaction_manager(&mut *pooled);
                    if broken {
                        // Whoever goes on with it is told so, and writes nothing.
                        let late = Author::create(NewAuthor::builder().name("late").build()).by(me()).run(&mut pooled);
                        assert!(late.await.is_err(), "after {times} polls: a broken connection took a write");
                    }
                    // The pool has one connection: the one that it hands out next works.
                    drop(pooled);
                    let mut next = pool.get().await?;
                    let (conn, other) = (&mut next, tree!(&mut watcher));
                    other.patch().name("after").by(me()).run(conn).await?;
                    Author::create(NewAuthor::builder().name("next").build()).by(me()).run(conn).await?;
                    // What was on its way on a server has arrived when it takes the next write.
                    let done = between(REST, between(start, counts(&mut watcher).await?));
                    let whole = done == all || done == [0; 8] || STEPS.contains(&done);
                    assert!(whole, "after {times} polls: {done:?} of {all:?}");
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

fn new_card(label: &str) -> NewCard {
    NewCard::builder().method(NewMethod::builder().label(label).build()).last_four("4242").build()
}

verbs_are_dropped! {
    create: |conn, ann| Article::create(another(&ann, "new")).by(me()).run(conn);
    create_many: |conn, ann| Article::create_many(["x", "y"].map(|slug| another(&ann, slug))).by(me()).run(conn);
    patch: |conn, ann| ann.patch().name("Beth").by(me()).run(conn);
    delete: |conn, ann| ann.delete().by(me()).run(conn);
    preview or [0; 8]: |conn, ann| ann.delete().by(me()).preview(conn);
    hard_delete: |conn, ann| ann.hard_delete().by(me()).run(conn);
    set: |conn, ann| Article::objects().filter(articles::author_id.eq(ann.id)).patch().title("t").by(me()).run(conn);
    upsert: |conn, ann| Article::upsert(another(&ann, "up")).on(articles::slug).by(me()).run(conn);
    get_or_create: |conn, ann| Article::get_or_create(another(&ann, "got")).on(articles::slug).by(me()).run(conn);
    restore after |conn, ann| { ann.delete().by(me()).run(conn).await? }: |conn, gone| {
        gone.restore().by(me()).run(conn)
    };
    restore_with_ancestors after |conn, ann| {
        let of_ann = Article::objects().filter(articles::author_id.eq(ann.id));
        let article: Article = of_ann.first(conn).await?;
        ann.delete().by(me()).run(conn).await?;
        let deleted = Comment::objects().only_deleted().filter(comments::article_id.eq(article.id));
        deleted.first::<Deleted<Comment>>(conn).await?
    }: |conn, gone| gone.restore().with_ancestors().by(me()).run(conn);
    save after |conn, ann| {
        let of_ann = Article::objects().filter(articles::author_id.eq(ann.id));
        let mut edit = of_ann.first::<Article>(conn).await?.edit();
        edit.title = "saved".to_owned();
        edit
    }: |conn, edit| edit.save().by(me()).run(conn);
    revert after |conn, ann| {
        ann.patch().name("Beth").by(me()).run(conn).await?;
        (ann.id, Author::history(ann.id).run(conn).await?.remove(1))
    }: |conn, it| Author::revert(it.0, &it.1).by(me()).run(conn);
    links after |conn, ann| {
        let names = ["air", "sea", "sky"].map(|name| format!("{}-{name}", ann.id));
        Tag::create_many(names.each_ref().map(|name| NewTag::builder().name(name.as_str()).build())).run(conn).await?;
        let of_ann = Article::objects().filter(articles::author_id.eq(ann.id));
        let article: Article = of_ann.first(conn).await?;
        article.link::<Tag>().add([&names[0]]).by(me()).run(conn).await?;
        (article, names)
    }: |conn, it| it.0.link::<Tag>().set(it.1.iter().skip(1)).by(me()).run(conn);
    purge after |conn, ann| {
        // What an earlier round has left.
        Author::purge().older_than(model_core::clock::days(90)).by(me()).run(conn).await?;
        let long_ago = chrono::Utc::now() - chrono::TimeDelta::days(100);
        ann.delete().by(me()).at(long_ago).run(conn).await?;
    }: |conn, _it| Author::purge().older_than(model_core::clock::days(90)).by(me()).run(conn);
    child: |conn, ann| Card::create(new_card(&ann.name)).by(me()).run(conn);
    child_patch after |conn, ann| { Card::create(new_card(&ann.name)).by(me()).run(conn).await? }: |conn, card| {
        card.patch().last_four("1881").method(MethodPatch::new().label("Travel")).by(me()).run(conn)
    };
    child_delete after |conn, ann| { Card::create(new_card(&ann.name)).by(me()).run(conn).await? }: |conn, card| {
        card.delete().by(me()).run(conn)
    };
    child_hard_delete after |conn, ann| { Card::create(new_card(&ann.name)).by(me()).run(conn).await? }: |conn, card| {
        card.hard_delete().by(me()).run(conn)
    };
    prune after |conn, _ann| {
        let old = chrono::Utc::now() - chrono::TimeDelta::days(10);
        // What an earlier round has left.
        AuditLog::prune(old + chrono::TimeDelta::days(1)).run(conn).await?;
        for name in ["one", "two", "three"] {
            AuditLog::event(name).by(me()).at(old).run(conn).await?;
        }
        old + chrono::TimeDelta::days(1)
    } or [0, 0, 0, 1, 0, 0, 0, 0]: |conn, before| AuditLog::prune(before).run(conn);
    erase after |conn, ann| {
        let zoe = Actor::user(format!("zoe-{}", ann.id));
        ann.patch().name("Zoe").by(&zoe).run(conn).await?;
        AuditLog::event("zoe.left").by(&zoe).run(conn).await?;
        zoe
    }: |conn, zoe| AuditLog::erase_actor(&zoe).run(conn);
    event: |conn, ann| AuditLog::event("author.read").on(&ann).by(me()).run(conn);
    transaction: |conn, ann| model_async::transaction(conn, async |conn, unit| {
        let ann = ann.patch().name("Cid").by(me()).within(unit).run(conn).await?;
        model_async::savepoint(unit, conn, async |conn| {
            Article::create(another(&ann, "in")).by(me()).within(unit).run(conn).await.map(drop)
        })
        .await
    });
}
