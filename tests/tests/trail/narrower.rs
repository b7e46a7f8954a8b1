//! Two models of one table that share a history, because they have one content type: a full one, and a narrower one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::audit::DiscrepancyKind;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{Author, AuthorId, NewAuthor};
use model_tests::schema::authors;
use model_tests::{TestConnection, on_every_backend};

/// What most of the application knows of an author.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = authors, timestamps, audit, content_type = "person")]
struct AuthorName {
    id: AuthorId,
    name: String,
    updated_at: DateTime<Utc>,
}

/// The same, with a history of its own.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = authors, timestamps, audit, content_type = "author_name")]
struct Apart {
    id: AuthorId,
    name: String,
    updated_at: DateTime<Utc>,
}

fn ann() -> NewAuthor {
    NewAuthor::builder().name("Ann").email("ann@example.com").build()
}

on_every_backend! {
    fn both_models_read_and_verify_the_entries_of_the_other(db) {
        let conn = db.conn();
        let ann = Author::create(ann()).by(me()).at(at(10)).run(conn).unwrap();
        let narrow: AuthorName = AuthorName::objects().find(ann.id).first(conn).unwrap();
        let narrow = narrow.patch().name("Anna").by(me()).at(at(20)).run(conn).unwrap();
        ann.patch().name("Annie").email("annie@example.com").by(me()).at(at(30)).run(conn).unwrap();
        let full = Author::history(ann.id).run(conn).unwrap();
        let own = AuthorName::history(ann.id).run(conn).unwrap();
        let names = |entry: &model_core::AuditLog| entry.id;
        assert_eq!(full.iter().map(|entry| names(entry)).collect::<Vec<_>>(), own.iter().map(|entry| names(entry)).collect::<Vec<_>>());
        assert_eq!(full[1].new_value::<String>("name").unwrap().as_deref(), Some("Anna"));
        assert_eq!(own[2].new_value::<String>("name").unwrap().as_deref(), Some("Annie"));
        let as_full = |conn: &mut Conn, second| Author::as_of(ann.id, at(second)).run(conn).unwrap().unwrap();
        let past = as_full(conn, 25);
        assert_eq!((past.row().name.as_str(), past.row().created_at), ("Anna", ann.created_at));
        assert_eq!(past.unknown(), ["email"]);
        let past = AuthorName::as_of(ann.id, at(15)).run(conn).unwrap().unwrap();
        assert_eq!((past.row().name.as_str(), past.unknown()), ("Ann", &[][..]));
        assert!(Author::verify_history(conn).unwrap().is_empty());
        assert!(AuthorName::verify_history(conn).unwrap().is_empty());
        assert_eq!(narrow.name, "Anna");
    }

    fn each_model_reverts_the_fields_that_it_has(db) {
        let conn = db.conn();
        let ann = Author::create(ann()).by(me()).run(conn).unwrap();
        let narrow: AuthorName = AuthorName::objects().find(ann.id).first(conn).unwrap();
        narrow.patch().name("Anna").by(me()).run(conn).unwrap();
        let entry = Author::history(ann.id).run(conn).unwrap().pop().unwrap();
        assert_eq!(Author::revert(ann.id, &entry).by(me()).run(conn).unwrap().name, "Ann");
        ann.patch().name("Annie").email("annie@example.com").by(me()).run(conn).unwrap();
        let entry = AuthorName::history(ann.id).run(conn).unwrap().pop().unwrap();
        assert_eq!(AuthorName::revert(ann.id, &entry).by(me()).run(conn).unwrap().name, "Ann");
        let stored: Author = Author::objects().find(ann.id).first(conn).unwrap();
        assert_eq!((stored.name.as_str(), stored.email.as_str()), ("Ann", "annie@example.com"));
        assert!(Author::verify_history(conn).unwrap().is_empty());
    }

    fn both_models_find_a_write_without_an_entry(db) {
        let conn = db.conn();
        Author::create(ann()).by(me()).run(conn).unwrap();
        conn.sql("UPDATE authors SET name = 'Eve'");
        let kinds = |found: Vec<model_core::audit::Discrepancy>| -> Vec<String> {
            let field = |kind| match kind {
                DiscrepancyKind::Differs { field, .. } => field,
                other => format!("{other:?}"),
            };
            found.into_iter().map(|found| field(found.kind)).collect()
        };
        assert_eq!(kinds(Author::verify_history(conn).unwrap()), ["name"]);
        assert_eq!(kinds(AuthorName::verify_history(conn).unwrap()), ["name"]);
    }

    fn a_removal_by_the_narrower_model_loses_what_it_does_not_have(db) {
        let conn = db.conn();
        let ann = Author::create(ann()).by(me()).run(conn).unwrap();
        let narrow: AuthorName = AuthorName::objects().find(ann.id).first(conn).unwrap();
        narrow.delete().by(me()).run(conn).unwrap();
        let entry = Author::history(ann.id).run(conn).unwrap().pop().unwrap();
        let refused = Author::recreate(ann.id, &entry).by(me()).run(conn).unwrap_err();
        assert!(refused.to_string().contains("email"), "{refused}");
        assert!(Author::verify_history(conn).unwrap().is_empty());
    }

    fn another_content_type_is_another_history(db) {
        let conn = db.conn();
        let ann = Author::create(ann()).by(me()).run(conn).unwrap();
        let apart: Apart = Apart::objects().find(ann.id).first(conn).unwrap();
        apart.patch().name("Anna").by(me()).run(conn).unwrap();
        assert_eq!(Author::history(ann.id).run(conn).unwrap().len(), 1);
        assert_eq!(Apart::history(ann.id).run(conn).unwrap().len(), 1);
        // The full model takes the write of the other for one without an entry: the name and the instant differ.
        assert_eq!(Author::verify_history(conn).unwrap().len(), 2);
    }
}
