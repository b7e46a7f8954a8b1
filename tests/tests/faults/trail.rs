//! What the trail says, and how it is asked.

use model_core::Error;
use model_core::prelude::*;
use model_core::wire::Problem;
use model_tests::TestConnection;
use model_tests::backend::Backend;
use model_tests::make::{article, author, me};
use model_tests::models::{Article, Author, Document, EditorId, NewAuthor, NewDocument};
use model_tests::on_every_backend;

on_every_backend! {
    fn fault_b10_only_a_user_is_written_into_the_columns_of_users(db) {
        let conn = db.conn();
        let seven = Actor::user(7);
        let new = NewDocument::builder().title("t").build();
        let row = Document::create(new).by(&seven).run(conn).unwrap();
        assert_eq!(row.updated_by, Some(EditorId::from(7)));
        for actor in [Actor::new("api_key", 42), Actor::service("42"), Actor::system(), Actor::anonymous()] {
            let row = row.patch().title(actor.kind().to_owned()).by(&actor).run(conn).unwrap();
            assert_eq!(row.updated_by, None, "{actor:?}");
            let gone = row.delete().by(&actor).run(conn).unwrap();
            assert_eq!(gone.row().deleted_by, None, "{actor:?}");
            let entry = conn.trail().pop().unwrap();
            assert_eq!((entry.actor_kind.as_str(), entry.actor_id.as_deref()), (actor.kind(), actor.id()));
            gone.restore().by(&seven).run(conn).unwrap();
        }
    }

    fn fault_b11_the_name_of_a_field_is_a_value_and_not_a_path(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        row.patch().title("other").by(me()).run(conn).unwrap();
        let count = |name: &str, conn: &mut Conn| Article::history(row.id).field(name).run(conn).unwrap().len();
        assert_eq!(count("title", conn), 2);
        for name in ["\"", "title\".\"new", "title\"", "'", "$", "*", "title.new", "", "\\", "a\"]", "[0]", "%"] {
            assert_eq!(count(name, conn), 0, "{name}");
        }
    }
    fn fault_b12_a_masked_value_is_cut_from_what_the_database_says_of_it(db) {
        let conn = db.conn();
        let row = author(conn);
        let new = NewAuthor::builder().name("Bo").email(row.email.clone()).build();
        let taken = Author::create(new).by(me()).run(conn).unwrap_err();
        assert!(matches!(taken, Error::UniqueViolation { field: Some("email"), .. }), "{taken:?}");
        assert!(!told(&taken).contains(&row.email), "{}", told(&taken));
    }

    fn fault_b12_what_a_trigger_says_of_a_masked_value_goes_no_further_than_the_error(db) {
        let conn = db.conn();
        match Conn::NAME {
            "postgres" => conn.sql(
                "CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN RAISE EXCEPTION ''no %'', NEW.body; END';
                 CREATE TRIGGER loud BEFORE UPDATE ON articles FOR EACH ROW EXECUTE FUNCTION loud()",
            ),
            "mysql" => conn.sql(
                "CREATE TRIGGER loud BEFORE UPDATE ON articles FOR EACH ROW BEGIN
                 DECLARE said VARCHAR(100) DEFAULT CONCAT('no ', NEW.body);
                 SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = said; END",
            ),
            _ => conn.sql("CREATE TRIGGER loud BEFORE UPDATE ON articles BEGIN SELECT RAISE(ABORT, 'no hunter2'); END"),
        }
        let row = article(conn, "row");
        let trail = conn.trail();
        let refused = row.patch().body("hunter2").by(me()).run(conn).unwrap_err();
        // The library does not know which part of the message the trigger took from the row.
        assert!(refused.to_string().contains("no hunter2"), "{refused}");
        let problem = serde_json::to_string(&Problem::from(&refused)).unwrap();
        assert!(!problem.contains("hunter2"), "{problem}");
        assert_eq!(conn.trail(), trail);
    }
}

/// All that a caller or a client may see of an error.
fn told(error: &Error) -> String {
    let problem = serde_json::to_string(&Problem::from(error)).unwrap();
    format!("{error} {error:?} {problem}")
}
