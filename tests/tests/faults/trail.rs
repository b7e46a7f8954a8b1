//! What the trail says, and how it is asked.

use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::make::{article, me};
use model_tests::models::{Article, Document, EditorId, NewDocument};
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
}
