//! What a base checks, it checks in every model, by the functions that it sees; and what it counts, it counts there.

use diesel::prelude::*;
use model_core::bases::Versioned;
use model_core::model::HasVersion;
use model_core::prelude::*;
use model_core::wire::FieldName;
use model_tests::models::{Contact, Lot, NewLot, NewVisitor, Person, Visitor, VisitorPatch};
use model_tests::schema::visitors;
use model_tests::{Recorder, on_every_backend};

fn new(name: &str, mail: &str, badge: i32) -> NewVisitor {
    NewVisitor::builder().name(name).mail(mail).badge(badge).room("a").build()
}

/// The fields and messages of a refusal.
fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<(&'static str, String)> {
    let Err(Error::Invalid { field, message, others }) = result else { panic!("{result:?}") };
    let others = others.into_iter().map(|other| match other.field {
        FieldName::Borrowed(field) => (field, other.message),
        FieldName::Owned(unknown) => panic!("{unknown}"),
    });
    std::iter::once((field, message)).chain(others).collect()
}

fn shown<const N: usize>(expected: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    expected.map(|(field, message)| (field, message.to_owned())).into()
}

fn has_version<M: HasVersion>() {}

on_every_backend! {
    fn a_model_has_the_checks_of_its_bases(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let bad = refused(Visitor::create(new("ann of the north", "ann", -1)).run(conn));
        let expected = shown([
            ("mail", "not a valid email: value is missing `@`"),
            ("badge", "is -1, and badges begin at 1"),
            ("badge", "is odd"),
            ("name", "is 16 characters long, but at most 10 are allowed"),
            ("name", "has a capital first"),
        ]);
        assert_eq!(bad, expected);
        let many = [new("Ann", "ann@example.org", 2), new("Bob", "bob@example.org", 3)];
        assert_eq!(refused(Visitor::create_many(many).run(conn)), shown([("badge", "is odd")]));
        assert_eq!(recorder.sent().iter().filter(|sent| sent.starts_with("INSERT")).count(), 0);
        let row = Visitor::create(new("Ann", "ann@example.org", 2)).run(conn).unwrap();
        let contact = Contact { mail: "ann@example.org".to_owned(), badge: Some(2) };
        assert_eq!(row.person, Person { contact, name: "Ann".to_owned() });
    }

    fn a_patch_has_the_checks_of_the_bases(db) {
        let conn = db.conn();
        let row = Visitor::create(new("Ann", "ann@example.org", 2)).run(conn).unwrap();
        assert_eq!(refused(row.patch().name("bob").run(conn)), shown([("name", "has a capital first")]));
        assert_eq!(refused(row.patch().badge(3).room("").run(conn)), shown([("badge", "is odd"), ("room", "is no room")]));
        let all = Visitor::objects().filter(visitors::room.eq("a"));
        assert_eq!(refused(all.patch().badge(-2).run(conn)), shown([("badge", "is -2, and badges begin at 1")]));
        let json: VisitorPatch = serde_json::from_str(r#"{"mail": "ann"}"#).unwrap();
        assert_eq!(refused(row.patch().with(json).run(conn))[0].0, "mail");
        let mut edit = row.clone().edit();
        edit.person.contact.badge = Some(5);
        assert_eq!(refused(edit.save().run(conn)), shown([("badge", "is odd")]));
        let row = row.patch().badge(None).run(conn).unwrap();
        assert_eq!(row.person.contact.badge, None, "NULL is not checked");
    }

    fn case_25_a_version_of_a_base_refuses_what_is_stale(db) {
        has_version::<Visitor>();
        has_version::<Lot>();
        let conn = db.conn();
        let row = Visitor::create(new("Ann", "ann@example.org", 2)).run(conn).unwrap();
        assert_eq!(row.versioned, Versioned { version: 1 });
        let newer = row.patch().room("b").run(conn).unwrap();
        assert_eq!(newer.versioned.version, 2);
        let stale = row.patch().room("c").run(conn);
        assert!(matches!(stale, Err(Error::Stale { expected: 1, found: 2 })), "{stale:?}");
        let mut edit = row.clone().edit();
        edit.room = "d".to_owned();
        let stale = edit.save().run(conn);
        assert!(matches!(stale, Err(Error::Stale { expected: 1, found: 2 })), "{stale:?}");
        let stored: String = visitors::table.select(visitors::room).first(conn).unwrap();
        assert_eq!(stored, "b");
        let by_hand = Visitor::patch_by_key(row.id).room("e").expecting(2).run(conn).unwrap();
        assert_eq!(by_hand.versioned.version, 3);
        // In a narrow column, through deletion and restoration.
        let lot = Lot::create(NewLot::builder().label("x").build()).run(conn).unwrap();
        let old = lot.clone();
        let gone = lot.delete().run(conn).unwrap();
        assert_eq!(gone.row().versioned, Versioned { version: 2_i32 });
        let lot = gone.restore().run(conn).unwrap();
        assert_eq!(lot.versioned.version, 3);
        let stale = old.delete().run(conn);
        assert!(matches!(stale, Err(Error::Stale { expected: 1, found: 3 })), "{stale:?}");
    }
}
