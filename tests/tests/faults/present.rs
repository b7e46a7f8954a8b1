//! A write judges by what the database holds now, also in a transaction that has read before.

use crate::ddl;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::transaction;
use model_tests::TestConnection;
use model_tests::backend::Backend;
use model_tests::make::{article, me};
use model_tests::models::{Comment, CommentId, Letter, NewComment, NewLetter, NewTag, Tag, TagCode};
use model_tests::on_every_backend;
use model_tests::schema::{comments, letters};

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    medals (id) {
        id -> BigInt,
        code -> Text,
        title -> Text,
        deleted_at -> Nullable<Instant>,
    }
}

/// Without a trail.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = medals, soft_delete)]
pub struct Medal {
    pub id: i64,
    #[model(unique)]
    pub code: String,
    pub title: String,
    pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}

fn medal(code: &str) -> NewMedal {
    NewMedal::builder().code(code).title("a").build()
}

const MEDALS: &str = "CREATE TABLE medals (id {id}, code {text} NOT NULL, title {text} NOT NULL,
                      deleted_at {instant})";

/// Makes the table, in which texts differ by case.
macro_rules! medals {
    ($conn:expr) => {{
        $conn.sql(&ddl::<Conn>(MEDALS));
        if Conn::NAME == "mysql" {
            $conn.sql("ALTER TABLE medals MODIFY code VARCHAR(300) COLLATE utf8mb4_bin NOT NULL");
        }
        for index in model_core::ddl::unique_indexes::<Medal, Db>().unwrap() {
            $conn.sql(&index);
        }
    }};
}

/// With the setting that newer versions of MariaDB have by default, such a write is a conflict.
fn older<C: Backend + TestConnection>(conn: &mut C) {
    if C::NAME == "mysql" {
        conn.sql("SET SESSION innodb_snapshot_isolation = OFF");
    }
}

/// Begins to read, so that the transaction keeps to what there is now.
fn look(conn: &mut impl TestConnection) {
    conn.article_count();
}

on_every_backend! {
    fn fault_a4_what_was_removed_since_the_first_read_is_not_there(db) {
        if Conn::NAME == "sqlite" {
            return;
        }
        let conn = db.conn();
        medals!(conn);
        let row = Medal::create(medal("a")).run(conn).unwrap();
        let deleted = Medal::create(medal("b")).run(conn).unwrap();
        let gone = Medal::create(medal("c")).run(conn).unwrap().delete().run(conn).unwrap();
        let kept = Medal::create(medal("d")).run(conn).unwrap();
        let mut other = db.another();
        older(db.conn());
        transaction(db.conn(), |conn, _| {
            look(conn);
            row.clone().hard_delete().run(&mut other)?;
            deleted.clone().delete().run(&mut other)?;
            gone.clone().restore().run(&mut other)?;
            kept.patch().title("b").run(&mut other)?;
            let result = row.patch().title("a").run(conn);
            assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
            let result = deleted.patch().title("a").run(conn);
            assert!(matches!(result, Err(Error::Deleted)), "{result:?}");
            let result = gone.clone().restore().run(conn);
            assert!(matches!(result, Err(Error::NotDeleted)), "{result:?}");
            let result = row.clone().delete().run(conn);
            assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
            let result = deleted.clone().delete().run(conn);
            assert!(matches!(result, Err(Error::Deleted)), "{result:?}");
            let result = row.clone().hard_delete().run(conn);
            assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
            assert_eq!(kept.patch().title("b").run(conn)?.title, "b");
            Ok::<_, Error>(())
        })
        .unwrap();
    }

    fn fault_a4_get_or_create_sees_what_is_there_now(db) {
        if Conn::NAME == "sqlite" {
            return;
        }
        let conn = db.conn();
        medals!(conn);
        let removed = Medal::create(medal("removed")).run(conn).unwrap();
        let moved = Medal::create(medal("moved")).run(conn).unwrap();
        let renamed = Medal::create(medal("renamed")).run(conn).unwrap();
        let mut other = db.another();
        older(db.conn());
        transaction(db.conn(), |conn, _| {
            look(conn);
            removed.clone().hard_delete().run(&mut other)?;
            moved.clone().hard_delete().run(&mut other)?;
            let again = Medal::create(medal("moved")).run(&mut other)?;
            renamed.patch().title("b").run(&mut other)?;
            let late = Medal::create(medal("late")).run(&mut other)?;
            let (row, is_new) = Medal::get_or_create(medal("removed")).on(medals::code).run(conn)?;
            assert!(is_new && row.id != removed.id, "{row:?}");
            let (row, is_new) = Medal::get_or_create(medal("moved")).on(medals::code).run(conn)?;
            assert_eq!((row, is_new), (again, false));
            let (row, is_new) = Medal::get_or_create(medal("renamed")).on(medals::code).run(conn)?;
            assert_eq!((row.title.as_str(), is_new), ("b", false));
            let (row, is_new) = Medal::get_or_create(medal("late")).on(medals::code).run(conn)?;
            assert_eq!((row, is_new), (late, false));
            let done = Medal::upsert(medal("moved")).on(medals::code).run(conn)?;
            assert!(matches!(done, model_core::verbs::Upserted::Unchanged(_)), "{done:?}");
            Ok::<_, Error>(())
        })
        .unwrap();
        assert_eq!(Medal::objects().count().get_result::<i64>(db.conn()).unwrap(), 4);
    }

    fn fault_a4_a_flag_and_a_text_key_are_judged_by_what_is_there_now(db) {
        if Conn::NAME == "sqlite" {
            return;
        }
        let article = article(db.conn(), "row");
        let conn = db.conn();
        let new = NewComment::builder().article_id(article.id).body("b").build();
        let comment = Comment::create(new).run(conn).unwrap();
        let new = NewTag::builder().code(TagCode::from("t".to_owned())).name("t").build();
        let tag = Tag::create(new).run(conn).unwrap();
        let mut other = db.another();
        older(db.conn());
        transaction(db.conn(), |conn, _| {
            look(conn);
            comment.clone().delete().run(&mut other)?;
            tag.clone().delete().run(&mut other)?;
            let result = comment.patch().body("b").run(conn);
            assert!(matches!(result, Err(Error::Deleted)), "{result:?}");
            let result = tag.patch().name("t").run(conn);
            assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
            Ok::<_, Error>(())
        })
        .unwrap();
        let stored: CommentId = comments::table.select(comments::id).first(db.conn()).unwrap();
        assert_eq!(stored, comment.id);
    }

    fn fault_a6_a_row_is_found_by_what_a_hook_makes_of_the_value(db) {
        let conn = db.conn();
        let name = format!("{}:{}", module_path!(), line!());
        let new = |slot: &str, body: &str| NewLetter::builder().slot(slot).body(body).build();
        let row = Letter::create(new(&name, "a")).by(me()).run(conn).unwrap();
        let loud = name.to_uppercase();
        let (found, is_new) = Letter::get_or_create(new(&loud, "b")).on(letters::slot).by(me()).run(conn).unwrap();
        assert_eq!((&found, is_new), (&row, false));
        let done = Letter::upsert(new(&loud, "c")).on(letters::slot).by(me()).run(conn).unwrap();
        let done = done.into_row();
        assert_eq!((done.id, done.slot.as_str(), done.body.as_str()), (row.id, name.as_str(), "c"));
        let many = [new(&loud, "d"), new(&format!("{loud}/2"), "e")];
        let done = Letter::upsert_many(many).on(letters::slot).each().by(me()).run(conn).unwrap();
        assert_eq!(done.iter().map(|done| done.is_created()).collect::<Vec<_>>(), [false, true]);
        let (fresh, is_new) =
            Letter::get_or_create(new(&format!("{loud}/3"), "f")).on(letters::slot).by(me()).run(conn).unwrap();
        assert_eq!((fresh.slot, is_new), (format!("{name}/3"), true));
        assert_eq!(Letter::verify_history(conn).unwrap(), []);
    }

    fn fault_a6_a_row_that_is_in_the_way_and_not_found_is_told_as_such(db) {
        let conn = db.conn();
        medals!(conn);
        Medal::create(medal("loud")).run(conn).unwrap();
        match Conn::NAME {
            "postgres" => conn.sql(
                "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN NEW.code := lower(NEW.code); RETURN NEW; END';
                 CREATE TRIGGER quiet BEFORE INSERT ON medals FOR EACH ROW EXECUTE FUNCTION quiet()",
            ),
            "mysql" => conn.sql(
                "CREATE TRIGGER quiet BEFORE INSERT ON medals FOR EACH ROW SET NEW.code = LOWER(NEW.code)",
            ),
            // No trigger of SQLite changes a row that is inserted.
            _ => return,
        }
        let result = Medal::get_or_create(medal("LOUD")).on(medals::code).run(conn);
        assert!(matches!(result, Err(Error::UniqueViolation { field: Some("code"), .. })), "{result:?}");
        let result = Medal::upsert(medal("LOUD")).on(medals::code).run(conn);
        assert!(matches!(result, Err(Error::UniqueViolation { field: Some("code"), .. })), "{result:?}");
    }
}
