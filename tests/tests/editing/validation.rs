//! Values that are refused before anything is sent.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::wire::FieldName;
use model_tests::make::me;
use model_tests::models::{NewPlan, NewReader, Plan, Reader, ReaderPatch};
use model_tests::schema::plans;
use model_tests::{Recorder, TestConnection, on_every_backend};

fn new(mail: &str, handle: &str) -> NewReader {
    NewReader::builder().mail(mail).handle(handle).build()
}

fn reader(conn: &mut impl TestConnection) -> Reader {
    Reader::create(new("a@example.org", "ann")).run(conn).unwrap()
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

on_every_backend! {
    fn everything_that_is_wrong_is_told_at_once_before_any_sql(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let bad = NewReader::builder().mail("ann").handle("a b").site("nowhere").age(-1).joined(0).build();
        let shown = refused(Reader::create(bad).run(conn));
        let expected = [
            ("mail", "not a valid email: value is missing `@`"),
            ("site", "not a valid url: relative URL without a base"),
            ("handle", "has other characters than letters and digits"),
            ("age", "is -1, and nobody is younger than 0"),
            ("joined", "there was no such year"),
        ];
        assert_eq!(shown, expected.map(|(field, message)| (field, message.to_owned())));
        assert_eq!(recorder.sent(), [""; 0]);
    }

    fn one_field_can_break_several_rules(db) {
        let conn = db.conn();
        let bad = new(&format!("{}@", "x".repeat(30)), "admin");
        let fields: Vec<_> = refused(Reader::create(bad).run(conn)).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["mail", "mail", "handle"]);
        let bad = NewReader::builder().mail("a@example.org").handle("ann").site("nöwhere").build();
        assert_eq!(refused(Reader::create(bad).run(conn)).len(), 2);
    }

    fn what_is_right_is_written_and_null_and_defaults_are(db) {
        let conn = db.conn();
        let good = NewReader::builder().mail("ann@example.org").handle("ann7").site("https://example.org/a?b=c").age(0);
        let row = Reader::create(good.build()).run(conn).unwrap();
        assert_eq!((row.age, row.joined), (Some(0), 1900));
        let row = row.patch().site(None).age(None).run(conn).unwrap();
        assert_eq!((row.site, row.age), (None, None));
    }

    fn a_patch_is_judged_by_what_it_sets(db) {
        let conn = db.conn();
        let row = reader(conn);
        conn.sql("UPDATE readers SET mail = 'from before there was a rule'");
        let row = row.patch().handle("bob").run(conn).unwrap();
        assert_eq!(row.mail, "from before there was a rule");
        let shown = refused(row.patch().mail("bob").handle("b-b").run(conn));
        assert_eq!(shown.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["mail", "handle"]);
        let shown = refused(Reader::objects().patch().handle("admin").run(conn));
        assert_eq!(shown, [("handle", "`admin` is taken".to_owned())]);
        let patch: ReaderPatch = serde_json::from_str("{\"age\": -5}").unwrap();
        assert_eq!(refused(patch.on(&row).run(conn))[0].0, "age");
        let mut edit = row.edit();
        edit.handle = "still the old mail".to_owned();
        assert_eq!(refused(edit.save().run(conn))[0].0, "handle");
        assert_eq!(Reader::objects().first::<Reader>(conn).unwrap().handle, "bob");
    }

    fn one_bad_row_of_many_refuses_them_all(db) {
        let conn = db.conn();
        let rows = [new("a@example.org", "ann"), new("nobody", "bob"), new("c@example.org", "c c")];
        let shown = refused(Reader::create_many(rows).run(conn));
        assert_eq!(shown.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["mail", "handle"]);
        assert_eq!(Reader::objects().count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn an_upsert_is_refused_once_for_each_mistake(db) {
        let conn = db.conn();
        let bad = NewPlan::builder().title("x".repeat(41)).build();
        assert_eq!(refused(Plan::upsert(bad).on(plans::title).by(me()).run(conn)).len(), 1);
    }
}
