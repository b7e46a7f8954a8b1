//! Many rows that are counted and not read back: what `execute` writes is what `run` writes.

use diesel::prelude::*;
use model_core::AuditLog;
use model_core::inherit::WritesChild;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::connections::Over;
use model_tests::make::{article, at, author, me, new_article};
use model_tests::models::{
    Article, ArticleId, AuthorId, Card, Comment, Counter, Holder, Member, NewArticle, NewCard, NewComment, NewCounter,
    NewHolder, NewMember, NewOffice, NewPage, NewParcel, NewPaymentMethod, NewPost, NewSample, NewTag, NewTranslation,
    Office, Page, Parcel, PaymentMethod, Post, Sample, Status, Tag, Trace, Translation,
};
use model_tests::schema::traces;
use model_tests::{Recorder, TestConnection, actions, on_every_backend};
use serde_json::json;
use uuid::Uuid;

/// The trail without what the database numbers.
fn trail(conn: &mut impl TestConnection) -> Vec<AuditLog> {
    conn.trail().into_iter().map(|log| AuditLog { id: 0, ..log }).collect()
}

/// Articles whose keys were made in another order than that of the rows.
fn new_articles(author: AuthorId, count: usize) -> Vec<NewArticle> {
    let keys: Vec<ArticleId> = (0..count).map(|_| ArticleId::generate()).collect();
    let row = |(number, key): (usize, &ArticleId)| {
        let new = NewArticle::builder().id(key).title(format!("t{number}")).slug(format!("s{number}"));
        new.body("").author_id(author).build()
    };
    keys.iter().rev().enumerate().map(row).collect()
}

/// More articles than one statement takes.
fn too_many_for_one_statement<C: Backend>(author: AuthorId) -> Vec<NewArticle> {
    let count = match C::NAME {
        "sqlite" => 4_000,
        "mysql" => 6_500,
        _ => 10_500,
    };
    new_articles(author, count)
}

fn holder<C>(conn: &mut C) -> model_tests::models::HolderId
where
    C: TestConnection + CanWrite<Holder>,
{
    Holder::create(NewHolder::builder().name("Ann").build()).by(me()).run(conn).unwrap().id
}

/// Cards with these labels, of one holder.
fn new_cards<C>(conn: &mut C, labels: &[&str]) -> Vec<NewCard>
where
    C: TestConnection + Over<Backend: WritesChild<C, Card>> + CanWrite<Holder>,
{
    let holder = holder(conn);
    let new = |label: &&str| {
        let method = NewPaymentMethod::builder().holder_id(holder).label(*label).build();
        NewCard::builder().method(method).last_four("4242").token(*label).build()
    };
    labels.iter().map(new).collect()
}

/// Writes rows by `run` and then, with nothing there, by `execute`: what is stored and what the trail tells is the
/// same.
macro_rules! assert_the_same {
    ($conn:expr, $model:ty, $table:literal, $new:expr) => {{
        let batch = Uuid::now_v7();
        let new = $new;
        $conn.sql("DELETE FROM audit_logs");
        let mut rows = <$model>::create_many(new()).by(me()).at(at(5)).batch(batch).run($conn).unwrap();
        let recorded = trail($conn);
        $conn.sql(concat!("DELETE FROM ", $table));
        $conn.sql("DELETE FROM audit_logs");
        let count = <$model>::create_many(new()).by(me()).at(at(5)).batch(batch).counted().run($conn).unwrap();
        assert_eq!(count, rows.len());
        let mut stored: Vec<$model> = <$model>::objects().unordered().load($conn).unwrap();
        rows.sort_by_key(|row| format!("{:?}", row.key()));
        stored.sort_by_key(|row| format!("{:?}", row.key()));
        assert_eq!(stored, rows);
        assert_eq!(trail($conn), recorded);
    }};
}

on_every_backend! {
    fn counted_rows_and_their_trail_are_those_of_run(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let keys: Vec<ArticleId> = (0..3).map(|_| ArticleId::generate()).collect();
        let new = || {
            let new = |place: usize| NewArticle::builder().id(keys[place]).title(format!("t{place}")).author_id(author);
            vec![
                new(2).slug("c").body("kept from the trail").published_at(at(3)).build(),
                new(0).slug("a").body("").status(Status::Published).created_at(at(1)).build(),
                new(1).slug("b").body("").views(3).build(),
            ]
        };
        assert_the_same!(conn, Article, "articles", new);
        let logged: Vec<_> = conn.trail().into_iter().map(|log| log.object_repr).collect();
        assert_eq!(logged, ["t2", "t0", "t1"], "the order of the input");
        assert_the_same!(conn, Translation, "translations", || {
            [("b", "y"), ("a", "z,\\"), ("b", "x")].map(|(locale, term)| {
                NewTranslation::builder().locale(locale).term(term).text("x").build()
            })
        });
        assert_the_same!(conn, Sample, "samples", || {
            [9_007_199_254_740_993, 5, 7].map(|id: i64| {
                let new = NewSample::builder().id(id).flag(true).small(-3_i16).ratio(0.1 + 0.2).guess(Some(-0.5));
                new.note("a\"\\ü").payload(json!({"b": [1, null]})).raw(vec![0, 255]).moment(at(id % 10)).build()
            })
        });
    }

    fn counted_rows_whose_keys_the_database_makes(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let new = (0..300).map(|number| NewComment::builder().article_id(about).body(format!("c{number}")).build());
        assert_eq!(Comment::create_many(new).counted().run(conn).unwrap(), 300);
        let stored: Vec<Comment> = Comment::objects().load(conn).unwrap();
        let bodies: Vec<_> = stored.into_iter().map(|row| row.body).collect();
        assert_eq!(bodies, (0..300).map(|number| format!("c{number}")).collect::<Vec<_>>());
        let new = |body: &str| NewComment::builder().article_id(about).body(body);
        let mixed = vec![new("a").id(1000).build(), new("b").build(), new("c").id(2000).build()];
        assert_eq!(Comment::create_many(mixed).counted().run(conn).unwrap(), 3);
        let new = ["x", "y", "z"].map(|label| NewCounter::builder().label(label).build());
        let before = conn.trail().len();
        assert_eq!(Counter::create_many(new).by(me()).counted().run(conn).unwrap(), 3);
        let recorded: Vec<_> = conn.trail().split_off(before).into_iter().map(|log| (log.object_id, log.object_repr)).collect();
        let mut stored: Vec<Counter> = Counter::objects().load(conn).unwrap();
        stored.sort_by_key(|row| row.number);
        let stored: Vec<_> = stored.into_iter().map(|row| (row.number.to_string(), row.label)).collect();
        assert_eq!(recorded, stored);
    }

    fn case_29_counted_rows_beyond_the_bind_limit_are_one_transaction(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let new = too_many_for_one_statement::<Conn>(author);
        let count = new.len();
        let before = conn.trail().len();
        let recorder = Recorder::on(conn);
        assert_eq!(Article::create_many(new).by(me()).counted().run(conn).unwrap(), count);
        let sent = recorder.sent();
        assert!(sent.len() < 12, "{} statements", sent.len());
        assert_eq!(sent.iter().filter(|sql| sql.as_str() == "COMMIT").count(), 1, "one transaction");
        assert_eq!(conn.article_count(), count as i64);
        let logged: Vec<_> = conn.trail().split_off(before).into_iter().map(|log| log.object_repr).collect();
        assert_eq!(logged, (0..count).map(|number| format!("t{number}")).collect::<Vec<_>>(), "the order of the input");
        assert_eq!(conn.article_breaks(), []);
    }

    fn case_29_a_refusal_among_counted_rows_writes_nothing(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let mut new = too_many_for_one_statement::<Conn>(author);
        new.push(NewArticle::builder().title("again").slug("s0").body("").author_id(author).build());
        let before = conn.trail().len();
        let error = Article::create_many(new).by(me()).counted().run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("slug"), .. }), "{error:?}");
        let long = vec![new_article(author, "fine"), new_article(author, &"x".repeat(201))];
        let error = Article::create_many(long).by(me()).counted().run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "title", .. }), "{error:?}");
        let nobody = NewArticle::builder().title("a").slug("b").body("").author_id(AuthorId::generate()).build();
        let error = Article::create_many([new_article(author, "fine"), nobody]).by(me()).counted().run(conn).unwrap_err();
        assert!(matches!(error, Error::ForeignKey { .. }), "{error:?}");
        let about = article(conn, "about");
        let twice = [1, 1].map(|id| NewComment::builder().id(id).article_id(about.id).body("c").build());
        assert!(matches!(Comment::create_many(twice).counted().run(conn).unwrap_err(), Error::UniqueViolation { .. }));
        assert_eq!(Comment::objects().count().get_result::<i64>(conn).unwrap(), 0);
        about.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(conn.article_count(), 0);
        assert_eq!(actions(&conn.trail()[before..]), ["create", "create", "hard_delete"], "of what was written");
    }

    fn a_counted_write_runs_as_any_other(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let new = || [new_article(author, "one"), new_article(author, "two")];
        let before = conn.trail().len();
        let recorder = Recorder::on(conn);
        assert_eq!(Article::create_many(new()).by(me()).counted().run(conn).unwrap(), 2);
        let run = recorder.sent();
        assert_eq!(actions(&conn.trail()[before..]), ["create", "create"]);
        Article::objects().hard_delete().by(me()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        assert_eq!(Article::create_many(new()).by(me()).counted().run(conn).unwrap(), 2);
        assert_eq!(recorder.sent(), run, "the statements of `execute`");
    }

    fn nothing_that_is_counted_is_no_write(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        assert_eq!(Article::create_many([]).by(me()).counted().run(conn).unwrap(), 0);
        assert_eq!(Tag::create_many([]).counted().run(conn).unwrap(), 0);
        assert_eq!(Parcel::create_many([]).without_hooks().by(me()).counted().run(conn).unwrap(), 0);
        assert!(recorder.sent().is_empty());
    }

    fn unaudited_rows_that_are_counted_are_one_statement(db) {
        let conn = db.conn();
        let tags = |from: usize, count: usize| {
            (from..from + count).map(|number| NewTag::builder().code(format!("c{number}")).name("n").build())
        };
        let recorder = Recorder::on(conn);
        assert_eq!(Tag::create_many(tags(0, 1)).counted().run(conn).unwrap(), 1);
        assert_eq!(Tag::create_many(tags(1, 9)).counted().run(conn).unwrap(), 9);
        let sent = recorder.sent();
        assert_eq!(sent.len(), 2, "{sent:#?}");
        assert!(sent.iter().all(|sql| sql.starts_with("INSERT") && !sql.contains("RETURNING")), "{sent:#?}");
        assert_eq!(Tag::objects().count().get_result::<i64>(conn).unwrap(), 10);
    }

    fn counted_rows_get_slugs_of_their_own(db) {
        let conn = db.conn();
        let named = |name: &str, mail: &str| NewMember::builder().name(name).mail(mail).build();
        Member::create(named("Bo", "0")).run(conn).unwrap();
        let given = NewMember::builder().name("Bo").mail("1").handle("bo-3").build();
        let new = [named("Bo", "2"), given, named("Cy", "3"), named("Bo", "4")];
        assert_eq!(Member::create_many(new).counted().run(conn).unwrap(), 4);
        let mut rows: Vec<Member> = Member::objects().load(conn).unwrap();
        rows.sort_by(|one, other| one.mail.cmp(&other.mail));
        let handles: Vec<_> = rows.iter().map(|row| row.handle.as_str()).collect();
        assert_eq!(handles, ["bo", "bo-3", "bo-2", "cy", "bo-4"]);
        let taken = NewMember::builder().name("Bo").mail("5").handle("cy").build();
        let error = Member::create_many([named("Di", "6"), taken]).counted().run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("handle"), .. }), "{error:?}");
        assert_eq!(Member::objects().count().get_result::<i64>(conn).unwrap(), 5);
        // This one is unique within a site, and numbered row by row.
        let titled = |site: i32, title: &str| NewPage::builder().site(site).title(title).build();
        let before = conn.trail().len();
        let new = [titled(1, "a"), titled(2, "a"), titled(1, "a")];
        assert_eq!(Page::create_many(new).by(me()).counted().run(conn).unwrap(), 3);
        let recorded = conn.trail().split_off(before);
        let slugs: Vec<_> = recorded.iter().map(|log| log.changes["slug"]["new"].as_str().unwrap()).collect();
        assert_eq!(slugs, ["a", "a", "a-2"]);
    }

    fn counted_rows_are_not_written_under_a_deleted_parent(db) {
        let conn = db.conn();
        let post = |conn: &mut Conn, body: &str| {
            Post::create(NewPost::builder().parent_id(None).body(body).build()).by(me()).run(conn).unwrap()
        };
        let (live, gone) = (post(conn, "a"), post(conn, "b"));
        let below = |parent: &Post, body: &str| NewPost::builder().parent_id(parent.id).body(body).build();
        let dead = gone.clone().delete().by(me()).run(conn).unwrap();
        let before = conn.trail().len();
        for new in [vec![below(&live, "c"), below(&gone, "d")], vec![below(&gone, "d")]] {
            let refused = Post::create_many(new).by(me()).counted().run(conn).unwrap_err();
            assert!(matches!(refused, Error::ParentDeleted { parent: "Post", field: "parent_id" }), "{refused}");
        }
        assert_eq!(conn.trail().len(), before);
        dead.restore().by(me()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        assert_eq!(Post::create_many([below(&gone, "d")]).by(me()).counted().run(conn).unwrap(), 1);
        assert!(!Conn::ONE_STATEMENT || recorder.sent().len() == 1);
        assert_eq!(Post::create_many([below(&live, "e"), below(&gone, "f")]).by(me()).counted().run(conn).unwrap(), 2);
        assert_eq!(Post::objects().count().get_result::<i64>(conn).unwrap(), 5);
    }

    fn counted_rows_run_their_hooks_or_say_that_they_do_not(db) {
        let conn = db.conn();
        let office = Office::create(NewOffice::builder().name("a").build()).by(me()).run(conn).unwrap();
        let new = |code: &str, label: &str| {
            NewParcel::builder().office_id(office.id).code(code).label(label).build()
        };
        let said = |conn: &mut Conn| traces::table.count().get_result::<i64>(conn).unwrap();
        let each = Parcel::create_many([new("a", " x "), new("b", "y")]).each().by(me());
        assert_eq!(each.counted().run(conn).unwrap(), 2);
        assert_eq!(said(conn), 4);
        let refused = Parcel::create_many([new("c", "x"), new("d", "fail")]).each().by(me()).counted().run(conn);
        assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
        assert_eq!(Parcel::create_many([new("e", " x ")]).without_hooks().by(me()).counted().run(conn).unwrap(), 1);
        assert_eq!(said(conn), 4);
        let mut labels: Vec<_> = Parcel::objects().load::<Parcel>(conn).unwrap().into_iter().map(|row| row.label).collect();
        labels.sort();
        assert_eq!(labels, [" x ", "x", "y"]);
        let _: Vec<Trace> = Trace::objects().load(conn).unwrap();
    }

    fn counted_rows_of_a_child_are_in_both_tables(db) {
        let conn = db.conn();
        let new = new_cards(conn, &["a", "b", "c"]);
        let before = conn.trail().len();
        assert_eq!(Card::create_many(new).by(me()).counted().run(conn).unwrap(), 3);
        let mut rows: Vec<Card> = Card::objects().load(conn).unwrap();
        rows.sort_by(|one, other| one.token.cmp(&other.token));
        let recorded: Vec<_> = rows.iter().map(|row| (row.token.as_str(), row.method.label.as_str())).collect();
        assert_eq!(recorded, [("a", "a"), ("b", "b"), ("c", "c")]);
        assert_eq!(conn.trail().len(), before + 6, "an entry for each row of each table");
        assert_eq!(Card::verify_history(conn).unwrap(), []);
        let new = new_cards(conn, &["d", "a"]);
        assert!(matches!(Card::create_many(new).by(me()).counted().run(conn), Err(Error::UniqueViolation { .. })));
        assert_eq!(PaymentMethod::objects().count().get_result::<i64>(conn).unwrap(), 3);
        assert_eq!(Card::create_many([]).by(me()).counted().run(conn).unwrap(), 0);
    }

    fn counted_rows_follow_the_transaction_around_them(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let before = conn.trail().len();
        let undone: Result<(), Error> = conn.transaction(|conn| {
            assert_eq!(Article::create_many(new_articles(author, 3)).by(me()).counted().run(conn)?, 3);
            // On PostgreSQL a failed statement ends a transaction, unless it stands in a savepoint of its own.
            Err(Error::NotFound)
        });
        assert!(matches!(undone, Err(Error::NotFound)));
        assert_eq!((conn.article_count(), conn.trail().len()), (0, before));
        conn.sql(Conn::REFUSE_AUDIT);
        let refused = Actor::new("refused", 1);
        assert!(Article::create_many(new_articles(author, 3)).by(&refused).counted().run(conn).is_err());
        assert_eq!((conn.article_count(), conn.trail().len()), (0, before));
    }
}
