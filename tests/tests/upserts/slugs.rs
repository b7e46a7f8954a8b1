//! Slugs: made of another field, unique, also under a race.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::me;
use model_tests::models::{Member, NewMember, NewPage, Page};
use model_tests::on_every_backend;
use std::collections::HashSet;
use std::sync::Barrier;

const WRITERS: usize = 8;

fn titled(site: i32, title: &str) -> NewPage {
    NewPage::builder().site(site).title(title).build()
}

fn named(name: &str, mail: impl ToString) -> NewMember {
    NewMember::builder().name(name).mail(mail.to_string()).build()
}

fn handles(members: &[Member]) -> Vec<&str> {
    members.iter().map(|member| member.handle.as_str()).collect()
}

on_every_backend! {
    fn a_slug_is_made_of_another_field_and_numbered(db) {
        let conn = db.conn();
        let mut slug = |site: i32, title: &str| Page::create(titled(site, title)).by(me()).run(conn).unwrap().slug;
        assert_eq!(slug(1, "Hello, world!"), "hello-world");
        assert_eq!(slug(1, "Hello world"), "hello-world-2");
        assert_eq!(slug(1, "hello WORLD"), "hello-world-3");
        assert_eq!(slug(2, "Hello, world!"), "hello-world", "another site");
        assert_eq!(slug(1, "Übergröße und Šaty"), "ubergrosse-und-saty");
        assert_eq!(slug(1, "Übergröße und Šaty!"), "ubergrosse-und-sat-2", "twenty characters");
        assert_eq!(slug(1, "!?"), "n-a");
        assert_eq!(slug(1, ""), "n-a-2");
    }

    fn the_slug_of_a_deleted_row_is_free_again(db) {
        let conn = db.conn();
        let mut create = |title: &str| Page::create(titled(1, title)).by(me()).run(conn).unwrap();
        let [first, _] = [create("hello"), create("hello")];
        let first = first.delete().by(me()).run(conn).unwrap();
        let again = Page::create(titled(1, "hello")).by(me()).run(conn).unwrap();
        assert_eq!(again.slug, "hello");
        let error = first.restore().by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("slug"), .. }), "{error:?}");
        let logged = Page::history(again.id).run(conn).unwrap();
        assert_eq!(logged[0].changes["slug"]["new"], "hello");
    }

    fn a_slug_that_is_given_is_used_as_it_is(db) {
        let conn = db.conn();
        let new = || NewPage::builder().site(1).title("Hello").slug("Own Slug").build();
        assert_eq!(Page::create(new()).by(me()).run(conn).unwrap().slug, "Own Slug");
        let error = Page::create(new()).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("slug"), .. }), "{error:?}");
        let error = Page::create_many([titled(1, "Hello"), new()]).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("slug"), .. }), "{error:?}");
        assert_eq!(Page::objects().count().get_result::<i64>(conn).unwrap(), 1);
        let long = NewPage::builder().site(1).title("Hello").slug("x".repeat(21)).build();
        let error = Page::create(long).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "slug", .. }), "{error:?}");
    }

    fn a_patch_leaves_the_slug_alone(db) {
        let conn = db.conn();
        let page = Page::create(titled(1, "Hello")).by(me()).run(conn).unwrap();
        assert_eq!(page.patch().title("Other").by(me()).run(conn).unwrap().slug, "hello");
    }

    fn many_rows_with_one_title_get_slugs_of_their_own(db) {
        let conn = db.conn();
        let pages = Page::create_many([titled(1, "a"), titled(2, "a"), titled(1, "a")]).by(me()).run(conn).unwrap();
        assert_eq!(pages.iter().map(|page| page.slug.as_str()).collect::<Vec<_>>(), ["a", "a", "a-2"]);
        Member::create(named("Bo", 0)).run(conn).unwrap();
        let given = NewMember::builder().name("Bo").mail("1").handle("bo-3").build();
        let members = [named("Bo", 2), given, named("Cy", 3), named("Bo", 4), named("cy", 5)];
        let members = Member::create_many(members).run(conn).unwrap();
        assert_eq!(handles(&members), ["bo-2", "bo-3", "cy", "bo-4", "cy-2"]);
        let many = (0..500).map(|number| named("Bo", format!("m{number}")));
        let members = Member::create_many(many).run(conn).unwrap();
        assert_eq!((members[0].handle.as_str(), members[499].handle.as_str()), ("bo-5", "bo-504"));
    }

    fn a_taken_slug_in_many_rows_writes_none_of_them(db) {
        let conn = db.conn();
        Member::create(named("Bo", 0)).run(conn).unwrap();
        let given = NewMember::builder().name("Bo").mail("1").handle("bo").build();
        let error = Member::create_many([named("Bo", 2), given]).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("handle"), .. }), "{error:?}");
        assert_eq!(Member::objects().count().get_result::<i64>(conn).unwrap(), 1);
    }

    fn writers_at_once_get_slugs_of_their_own(db) {
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let slugs: Vec<String> = std::thread::scope(|scope| {
            let write = |mut conn: Conn| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let mut create = || Page::create(titled(1, "Hello")).by(me()).run(&mut conn).unwrap().slug;
                    [create(), create(), create()]
                })
            };
            let threads: Vec<_> = conns.into_iter().map(write).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(slugs.len(), 3 * WRITERS);
        let expected = (1..=3 * WRITERS).map(|n| if n == 1 { "hello".to_owned() } else { format!("hello-{n}") });
        assert_eq!(slugs.into_iter().collect::<HashSet<_>>(), expected.collect(), "distinct, and without a gap");
        assert_eq!(Page::verify_history(db.conn()).unwrap(), []);
    }

    fn writers_of_many_at_once_get_slugs_of_their_own(db) {
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let slugs: HashSet<String> = std::thread::scope(|scope| {
            let write = |(writer, mut conn): (usize, Conn)| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let rows = (0..5).map(|row| named("Bo", format!("{writer}.{row}")));
                    // Two that wait for each other are told apart by the database: one of them is to try again.
                    loop {
                        match Member::create_many(rows.clone()).run(&mut conn) {
                            Err(Error::Conflict) => {}
                            result => break result.unwrap().into_iter().map(|member| member.handle),
                        }
                    }
                })
            };
            let threads: Vec<_> = conns.into_iter().enumerate().map(write).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(slugs.len(), 5 * WRITERS);
    }

    fn a_slug_in_a_transaction_is_numbered_by_what_it_sees(db) {
        let mut other = db.another();
        let conn = db.conn();
        conn.transaction::<(), Error, _>(|conn| {
            Page::create(titled(1, "mine")).by(me()).run(conn)?;
            assert_eq!(Page::create(titled(1, "mine")).by(me()).run(conn)?.slug, "mine-2");
            Ok(())
        })
        .unwrap();
        assert_eq!(Page::create(titled(1, "mine")).by(me()).run(&mut other).unwrap().slug, "mine-3");
        // A title that others have taken since the transaction took its snapshot, where it has one.
        let result = conn.transaction::<String, Error, _>(|conn| {
            let _: i64 = Page::objects().count().get_result(conn)?;
            Page::create(titled(1, "late")).by(me()).run(&mut other)?;
            Ok(Page::create(titled(1, "late")).by(me()).run(conn)?.slug)
        });
        match result {
            Ok(slug) => assert_eq!(slug, "late-2"),
            // SQLite refuses to write over a snapshot that is not true any more.
            Err(error) => assert!(matches!(error, Error::Conflict), "{error:?}"),
        }
    }
}
