//! A hot standby: every read, and no write.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::Count;
use model_core::{AuditLog, Error, Replica};
use model_tests::Database;
use model_tests::make::{articles, author, book, me, new_article, review, writer};
use model_tests::models::{Article, Book, Comment, Member, NewComment, NewMember, Review};
use model_tests::schema::{articles as table, members};
use std::time::{Duration, Instant};
use std::{env, thread};

/// A database of its own on the primary, and a connection to the same database on the standby; none, with a line that
/// says so, where there is no standby.
fn both() -> Option<(Database<PgConnection>, impl FnMut(&mut PgConnection) -> PgConnection)> {
    let Ok(standby) = env::var("MODEL_TEST_STANDBY_URL") else {
        eprintln!("skipped: MODEL_TEST_STANDBY_URL is not set; `cargo xtask test --cluster` starts a standby");
        return None;
    };
    let db = Database::<PgConnection>::fresh();
    let name = db.url().rsplit_once('/').expect("an address ends in a database").1.to_owned();
    let server = standby.rsplit_once('/').expect("an address ends in a database").0.to_owned();
    let connected = move |primary: &mut PgConnection| {
        // Up to the last commit: the server may not have written it to its log yet.
        let last = diesel::dsl::sql::<diesel::sql_types::Text>("pg_current_wal_insert_lsn()::text");
        let written: String = diesel::select(last).get_result(primary).unwrap();
        let reached = format!("pg_last_wal_replay_lsn() >= '{written}'");
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            if let Ok(mut conn) = PgConnection::establish(&format!("{server}/{name}")) {
                let sql = diesel::dsl::sql::<diesel::sql_types::Bool>(&reached);
                if diesel::select(sql).get_result::<bool>(&mut conn).unwrap() {
                    return conn;
                }
            }
            assert!(Instant::now() < deadline, "the standby does not follow");
            thread::sleep(Duration::from_millis(50));
        }
    };
    Some((db, connected))
}

#[test]
fn every_read_works() {
    let Some((mut db, mut standby)) = both() else { return };
    let [one, two] = articles(db.conn(), ["one", "two"]);
    let before = chrono::Utc::now();
    let one = one.patch().title("first").by(me()).run(db.conn()).unwrap();
    let gone = two.delete().by(me()).run(db.conn()).unwrap();
    let ann = writer(db.conn(), "Ann").id;
    let sea = book(db.conn(), ann, "Sea").id;
    review(db.conn(), sea, "good");
    let conn = &mut Replica::new(standby(db.conn()));

    let live: Vec<Article> = Article::objects().load(conn).unwrap();
    assert_eq!(live, std::slice::from_ref(&one));
    assert_eq!(Article::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 2);
    let deleted: Vec<Deleted<Article>> = Article::objects().only_deleted().load(conn).unwrap();
    assert_eq!(deleted[0].row().id, gone.row().id);
    let found: Article = Article::objects().find(one.id).first(conn).unwrap();
    assert_eq!(found, one);
    assert!(Article::objects().filter(table::title.eq("first")).exists().get_result::<bool>(conn).unwrap());
    let with: Vec<(Book, (Vec<Review>, i64))> = Book::objects().load_with::<(Review, Count<Review>)>(conn).unwrap();
    assert_eq!((with.len(), with[0].1.0.len(), with[0].1.1), (1, 1, 1));

    let history = Article::history(one.id).load(conn).unwrap();
    assert_eq!(history.iter().map(|entry| &*entry.action).collect::<Vec<_>>(), ["create", "patch"]);
    let past = Article::as_of(one.id, before).load(conn).unwrap().unwrap();
    assert_eq!(past.row().title, "one");
    assert_eq!(Article::verify_history(conn).unwrap(), []);
    assert!(AuditLog::counts().run(conn).unwrap().iter().any(|count| count.action == "delete"));
    assert_eq!(AuditLog::trail().newest_first().limit(1).load(conn).unwrap()[0].action, "create");
}

#[test]
fn a_write_is_a_typed_error_and_so_is_one_that_is_rolled_back() {
    let Some((mut db, mut standby)) = both() else { return };
    let [one, two] = articles(db.conn(), ["one", "two"]);
    let gone = two.delete().by(me()).run(db.conn()).unwrap();
    let author = author(db.conn()).id;
    let conn = &mut standby(db.conn());
    macro_rules! refused {
        ($($write:expr),+ $(,)?) => {$(
            let result = $write;
            assert!(matches!(result, Err(Error::ReadOnly)), "{}: {:?}", stringify!($write), result.err());
        )+};
    }
    refused! {
        Article::create(new_article(author, "three")).by(me()).run(conn),
        Article::create_many([new_article(author, "a"), new_article(author, "b")]).by(me()).run(conn),
        one.patch().title("x").by(me()).run(conn),
        Article::objects().patch().title("x").by(me()).run(conn),
        Article::delete_by_key(one.id).by(me()).run(conn),
        Article::objects().delete().by(me()).run(conn),
        gone.clone().restore().by(me()).run(conn),
        Article::objects().only_deleted().restore().by(me()).run(conn),
        gone.clone().hard_delete().by(me()).run(conn),
        Article::objects().with_deleted().hard_delete().by(me()).run(conn),
        Article::delete_by_key(one.id).by(me()).preview(conn),
        Member::upsert(NewMember::builder().mail("m@x").name("m").build()).on(members::mail).run(conn),
        Member::get_or_create(NewMember::builder().mail("m@x").name("m").build()).on(members::mail).run(conn),
        Article::purge().by(me()).run(conn),
        Article::purge().dry_run(true).by(me()).run(conn),
        Comment::create(NewComment::builder().article_id(one.id).body("c").build()).run(conn),
        Article::objects().only_deleted().hard_delete().by(me()).run(conn),
        AuditLog::event("seen").by(me()).run(conn),
        AuditLog::prune(chrono::Utc::now()).by(me()).run(conn),
    }
    assert_eq!(Article::objects().count().get_result::<i64>(conn).unwrap(), 1, "the connection is as it was");
}
