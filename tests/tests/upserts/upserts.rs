//! Upserts: create, or write to the row that is there.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{Author, Member, NewAuthor, NewMember, NewPage, Page};
use model_tests::schema::{authors, members, pages};
use model_tests::{Recorder, TestConnection, actions, on_every_backend, recorded};
use serde_json::json;
use std::sync::Barrier;

const WRITERS: usize = 8;

fn new_page(slug: &str, title: &str) -> NewPage {
    NewPage::builder().site(1).slug(slug).title(title).build()
}

fn coded(code: &str, title: &str) -> NewPage {
    NewPage::builder().site(1).title(title).code(code).build()
}

fn new_member(mail: &str, name: &str) -> NewMember {
    NewMember::builder().mail(mail).name(name).build()
}

on_every_backend! {
    fn an_upsert_creates_updates_or_leaves_alone(db) {
        let conn = db.conn();
        let upsert = |new| Page::upsert(new).on((pages::slug, pages::site)).by(me());
        let created = upsert(new_page("a", "First")).at(at(1)).run(conn).unwrap();
        assert!(created.is_created(), "{created:?}");
        let first = created.into_row();
        let first = first.patch().views(5).by(me()).at(at(2)).run(conn).unwrap();
        // The default of a field that the caller leaves out is for new rows only, and so are key and time of creation.
        let again = upsert(NewPage::builder().site(1).slug("a").title("Second").created_at(at(77)).build()).at(at(3));
        let Upserted::Updated(second) = again.run(conn).unwrap() else { panic!() };
        assert_eq!(second, Page { title: "Second".to_owned(), updated_at: at(3), ..first });
        let trail = conn.trail();
        assert_eq!(actions(&trail), ["create", "patch", "patch"]);
        assert_eq!(recorded(&trail[2]).2["title"], json!({ "old": "First", "new": "Second" }));
        assert_eq!(recorded(&trail[2]).2.as_object().unwrap().len(), 2, "title and updated_at: {}", trail[2].changes);
        assert_eq!(trail[2].created_at, at(3));
        // In the other order of the columns.
        let same = Page::update_or_create(new_page("a", "Second")).on((pages::site, pages::slug)).by(me()).run(conn);
        assert_eq!(same.unwrap(), Upserted::Unchanged(second));
        assert_eq!(conn.trail(), trail, "case 15 and 16: nothing was written");
    }

    fn case_15_an_upsert_that_changes_nothing_gives_no_row(db) {
        let conn = db.conn();
        let upsert = |title| Page::upsert(new_page("a", title)).on((pages::slug, pages::site)).by(me());
        let page = upsert("A").run(conn).unwrap().into_row();
        let before = conn.trail();
        assert_eq!(upsert("A").at(at(9)).run(conn).unwrap(), Upserted::Unchanged(page.clone()));
        assert_eq!(upsert("B").update_if(pages::views.gt(5)).run(conn).unwrap(), Upserted::Kept(page.clone()));
        let (same, created) =
            Page::get_or_create(new_page("a", "C")).on((pages::slug, pages::site)).by(me()).run(conn).unwrap();
        assert_eq!((same, created), (page, false));
        assert_eq!(conn.trail(), before);
    }

    fn case_26_update_if_guards_the_update_and_not_the_target(db) {
        let conn = db.conn();
        let upsert = |title: &str| {
            let new = NewPage::builder().site(1).slug("a").title(title).views(3).build();
            Page::upsert(new).on((pages::slug, pages::site)).by(me()).update_if(pages::views.lt(3).or(pages::title.eq("!")))
        };
        // The guard does not keep a row from being created.
        let page = upsert("First").run(conn).unwrap();
        assert!(page.is_created());
        assert_eq!(upsert("Second").run(conn).unwrap(), Upserted::Kept(page.clone().into_row()));
        page.row().patch().views(2).by(me()).run(conn).unwrap();
        let Upserted::Updated(page) = upsert("Third").run(conn).unwrap() else { panic!() };
        assert_eq!((page.title.as_str(), page.views), ("Third", 3));
        // NULL is not true.
        let unknown = Page::upsert(new_page("a", "Fourth")).on((pages::slug, pages::site)).update_if(pages::code.ne("x"));
        assert_eq!(unknown.by(me()).run(conn).unwrap(), Upserted::Kept(page));
    }

    fn case_11_the_target_carries_the_predicate_of_the_index(db) {
        let conn = db.conn();
        let upsert = |title| Page::upsert(new_page("a", title)).on((pages::slug, pages::site)).by(me());
        let first = upsert("First").run(conn).unwrap().into_row();
        first.clone().delete().by(me()).run(conn).unwrap();
        // By default a deleted row has no part in it.
        let second = upsert("Second").run(conn).unwrap();
        assert!(second.is_created() && second.row().id != first.id);
        let third = upsert("Third").run(conn).unwrap();
        assert!(matches!(&third, Upserted::Updated(page) if page.id == second.row().id), "{third:?}");
        // Nor with another policy while there is a live one.
        let fourth = upsert("Fourth").on_deleted(OnDeleted::Refuse).run(conn).unwrap();
        assert!(matches!(&fourth, Upserted::Updated(page) if page.id == second.row().id), "{fourth:?}");
        fourth.into_row().delete().by(me()).run(conn).unwrap();
        let before = conn.trail();
        let error = upsert("Fifth").on_deleted(OnDeleted::Refuse).run(conn).unwrap_err();
        assert!(matches!(error, Error::Deleted), "{error:?}");
        assert_eq!(conn.trail(), before);
        let stored: i64 = Page::objects().with_deleted().count().get_result(conn).unwrap();
        assert_eq!(stored, 2);
    }

    fn case_11_a_revived_row_is_one_change(db) {
        let conn = db.conn();
        let upsert = |title| {
            let upsert = Page::upsert(new_page("a", title)).on((pages::slug, pages::site)).by(me());
            upsert.on_deleted(OnDeleted::Revive)
        };
        let mut second = 0;
        for title in ["older", "newer"] {
            let page = Page::create(new_page("a", title)).by(me()).at(at(second)).run(conn).unwrap();
            second += 10;
            page.delete().by(me()).at(at(second)).run(conn).unwrap();
        }
        // A guard that does not hold of the deleted row leaves it deleted.
        let error = upsert("x").update_if(pages::title.eq("older")).run(conn).unwrap_err();
        assert!(matches!(error, Error::Deleted), "{error:?}");
        let before = conn.trail().len();
        let Upserted::Revived(page) = upsert("revived").at(at(50)).run(conn).unwrap() else { panic!() };
        assert_eq!((page.title.as_str(), page.deleted_at, page.updated_at), ("revived", None, at(50)));
        let log = &conn.trail()[before..];
        assert_eq!(actions(log), ["restore"]);
        assert_eq!(log[0].changes["title"], json!({ "old": "newer", "new": "revived" }), "the one deleted last");
        assert_eq!(log[0].changes["deleted_at"]["new"], json!(null));
        assert_eq!(Page::verify_history(conn).unwrap(), []);
    }

    fn case_11_the_declared_policy_is_followed_where_nothing_else_is_said(db) {
        let conn = db.conn();
        let upsert = |name| Member::upsert(new_member("a@b", name)).on(members::mail);
        let Upserted::Created(first) = upsert("Ann").run(conn).unwrap() else { panic!() };
        first.clone().delete().run(conn).unwrap();
        let Upserted::Revived(again) = upsert("Anna").run(conn).unwrap() else { panic!() };
        assert_eq!((again.id, again.name.as_str(), again.handle.as_str()), (first.id, "Anna", "ann"));
        again.delete().run(conn).unwrap();
        let (member, created) = Member::get_or_create(new_member("a@b", "Ann")).on(members::mail).run(conn).unwrap();
        assert_eq!((member.id, created, member.is_deleted), (first.id, false, false));
        member.delete().run(conn).unwrap();
        let other = upsert("Ann").on_deleted(OnDeleted::Insert).run(conn).unwrap();
        assert!(other.is_created() && other.row().id != first.id);
    }

    fn case_11_a_unique_forever_knows_no_row_beside_a_deleted_one(db) {
        let conn = db.conn();
        let upsert = |title| Page::upsert(coded("x", title)).on(pages::code).by(me());
        let page = upsert("First").run(conn).unwrap().into_row();
        page.clone().delete().by(me()).run(conn).unwrap();
        let before = conn.trail();
        let error = upsert("Second").run(conn).unwrap_err();
        assert!(matches!(error, Error::Deleted), "{error:?}");
        let error = upsert("Second").on_deleted(OnDeleted::Insert).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("code"), .. }), "{error:?}");
        let error = Page::get_or_create(coded("x", "Second")).on(pages::code).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Deleted), "{error:?}");
        assert_eq!(conn.trail(), before);
        let revived = upsert("Second").on_deleted(OnDeleted::Revive).run(conn).unwrap();
        assert!(matches!(&revived, Upserted::Revived(again) if again.id == page.id), "{revived:?}");
        // NULL matches nothing.
        for _ in 0..2 {
            let new = NewPage::builder().site(1).title("t").code(None).build();
            assert!(Page::upsert(new).on(pages::code).by(me()).run(conn).unwrap().is_created());
        }
    }

    fn another_unique_in_the_way_is_an_error(db) {
        let conn = db.conn();
        Page::create(coded("x", "First")).by(me()).run(conn).unwrap();
        let before = conn.trail();
        let new = NewPage::builder().site(1).slug("other").title("t").code("x").build();
        let error = Page::upsert(new).on((pages::slug, pages::site)).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("code"), .. }), "{error:?}");
        assert_eq!(conn.trail(), before);
    }

    fn a_slug_is_made_beside_another_target_and_can_be_the_target(db) {
        let conn = db.conn();
        let mut slug = |code, title| {
            Page::upsert(coded(code, title)).on(pages::code).by(me()).run(conn).unwrap().into_row().slug
        };
        assert_eq!([slug("x", "Hello"), slug("y", "Hello"), slug("x", "Other")], ["hello", "hello-2", "hello"]);
        let new = NewPage::builder().site(1).title("Hello!").build();
        let page = Page::upsert(new).on((pages::slug, pages::site)).by(me()).run(conn).unwrap();
        assert!(matches!(&page, Upserted::Updated(page) if page.slug == "hello"), "{page:?}");
    }

    fn a_model_without_soft_deletion_is_upserted(db) {
        let conn = db.conn();
        let new = |name: &str| NewAuthor::builder().email("a@b").name(name).build();
        let upsert = |name: &str| Author::upsert(new(name)).on(authors::email).by(me());
        let first = upsert("Ann").run(conn).unwrap();
        assert!(first.is_created());
        let second = upsert("Anna").run(conn).unwrap();
        assert!(matches!(&second, Upserted::Updated(author) if author.id == first.row().id), "{second:?}");
        let (third, created) = Author::get_or_create(new("Bo")).on(authors::email).by(me()).run(conn).unwrap();
        assert_eq!((&third, created), (second.row(), false));
        assert_eq!(actions(&conn.trail()), ["create", "patch"]);
    }

    fn many_rows_are_upserted_in_one_operation(db) {
        let conn = db.conn();
        Page::create(new_page("b", "B")).by(me()).run(conn).unwrap();
        let rows = [new_page("a", "A"), new_page("b", "Other"), new_page("a", "A"), new_page("c", "C")];
        let written = Page::upsert_many(rows).on((pages::slug, pages::site)).by(me()).at(at(5)).run(conn).unwrap();
        let shown: Vec<_> = written.iter().map(|row| (row.is_created(), row.row().slug.as_str())).collect();
        assert_eq!(shown, [(true, "a"), (false, "b"), (false, "a"), (true, "c")]);
        assert!(matches!(written[2], Upserted::Unchanged(_)));
        let trail = conn.trail().split_off(1);
        assert_eq!(actions(&trail), ["create", "patch", "create"]);
        assert!(trail.iter().all(|log| log.batch_id == trail[0].batch_id && log.created_at == at(5)));
        let before = conn.trail();
        let long = NewPage::builder().site(1).title("t").slug("x".repeat(30)).build();
        let rows = [new_page("d", "D"), long];
        let error = Page::upsert_many(rows).on((pages::slug, pages::site)).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "slug", .. }), "{error:?}");
        let taken = NewPage::builder().site(1).title("t").slug("e").id(written[0].row().id).build();
        let rows = [new_page("d", "D"), taken];
        let error = Page::upsert_many(rows).on((pages::slug, pages::site)).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("id"), .. }), "{error:?}");
        assert_eq!(conn.trail(), before);
    }

    fn case_17_a_rollback_takes_an_upsert_along(db) {
        let conn = db.conn();
        Page::create(new_page("a", "A")).by(me()).run(conn).unwrap();
        let before = conn.trail();
        let result = conn.transaction::<(), Error, _>(|conn| {
            for (slug, title) in [("a", "Other"), ("b", "B"), ("b", "Other"), ("b", "Other")] {
                let _ = Page::upsert(new_page(slug, title)).on((pages::slug, pages::site)).by(me()).run(conn)?;
            }
            Err(Error::Conflict)
        });
        assert!(matches!(result, Err(Error::Conflict)), "{result:?}");
        assert_eq!(conn.trail(), before);
        let titles: Vec<String> = Page::objects().select(pages::title).load(conn).unwrap();
        assert_eq!(titles, ["A"]);
    }

    fn a_new_row_is_one_statement_where_one_can_do(db) {
        let conn = db.conn();
        let upsert = |slug: &str| Page::upsert(new_page(slug, "A")).on((pages::slug, pages::site)).by(me());
        let _ = upsert("a").run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let _ = upsert("b").run(conn).unwrap();
        let sent = recorder.sent();
        match <Conn as model_tests::backend::Backend>::NAME {
            "postgres" => assert_eq!(sent.len(), 1, "{sent:#?}"),
            // BEGIN, INSERT, the entry, COMMIT; MySQL looks first, and reads the row back.
            "sqlite" => assert_eq!(sent.len(), 4, "{sent:#?}"),
            _ => assert_eq!(sent.len(), 6, "{sent:#?}"),
        }
    }

    fn upserts_at_once_write_one_row(db) {
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let created: usize = std::thread::scope(|scope| {
            let write = |(writer, mut conn): (usize, Conn)| {
                let start = &start;
                scope.spawn(move || {
                    let mut created = 0;
                    start.wait();
                    for round in 0..5 {
                        let new = new_page(&format!("r{round}"), &format!("by {writer}"));
                        let actor = Actor::user(writer);
                        let upsert = Page::upsert(new).on((pages::slug, pages::site)).by(&actor);
                        created += usize::from(upsert.run(&mut conn).unwrap().is_created());
                    }
                    created
                })
            };
            let threads: Vec<_> = conns.into_iter().enumerate().map(write).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(created, 5, "one writer creates each row");
        let conn = db.conn();
        let rows: Vec<Page> = Page::objects().with_deleted().load(conn).unwrap();
        assert_eq!(rows.len(), 5);
        for row in rows {
            let history = Page::history(row.id).run(conn).unwrap();
            assert_eq!(history.len(), WRITERS, "every other writer changes it");
        }
        assert_eq!(Page::verify_history(conn).unwrap(), []);
    }

    fn revivals_at_once_write_one_row(db) {
        let page = Page::create(new_page("a", "A")).by(me()).run(db.conn()).unwrap();
        page.clone().delete().by(me()).run(db.conn()).unwrap();
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let revived: usize = std::thread::scope(|scope| {
            let write = |(writer, mut conn): (usize, Conn)| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let upsert = Page::upsert(new_page("a", &format!("by {writer}"))).on((pages::slug, pages::site));
                    let done = upsert.on_deleted(OnDeleted::Revive).by(me()).run(&mut conn).unwrap();
                    assert!(!done.is_created(), "{done:?}");
                    usize::from(matches!(done, Upserted::Revived(_)))
                })
            };
            let threads: Vec<_> = conns.into_iter().enumerate().map(write).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(revived, 1);
        let conn = db.conn();
        assert_eq!(Page::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Page::history(page.id).run(conn).unwrap().len(), 2 + WRITERS);
        assert_eq!(Page::verify_history(conn).unwrap(), []);
    }

    fn get_or_create_at_once_creates_one_row(db) {
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let created: usize = std::thread::scope(|scope| {
            let write = |(writer, mut conn): (usize, Conn)| {
                let start = &start;
                scope.spawn(move || {
                    let mut created = 0;
                    start.wait();
                    for round in 0..5 {
                        let new = new_member(&format!("m{round}"), &format!("by {writer}"));
                        created += usize::from(Member::get_or_create(new).on(members::mail).run(&mut conn).unwrap().1);
                    }
                    created
                })
            };
            let threads: Vec<_> = conns.into_iter().enumerate().map(write).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(created, 5);
        assert_eq!(Member::objects().count().get_result::<i64>(db.conn()).unwrap(), 5);
    }

    fn many_upserts_at_once_write_each_row_once(db) {
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    // Their transactions hold several rows, so two may wait for each other: one of them tries again.
                    let rows = || ["a", "b", "c", "d"].map(|slug| new_page(slug, &format!("by {writer}")));
                    let upsert = |conn: &mut Conn| {
                        Page::upsert_many(rows()).on((pages::slug, pages::site)).by(&Actor::user(writer)).run(conn)
                    };
                    loop {
                        match upsert(&mut conn) {
                            Err(Error::Conflict) => {}
                            result => break assert_eq!(result.unwrap().len(), 4),
                        }
                    }
                });
            }
        });
        let conn = db.conn();
        let rows: Vec<Page> = Page::objects().with_deleted().load(conn).unwrap();
        assert_eq!(rows.len(), 4);
        for row in rows {
            assert_eq!(Page::history(row.id).run(conn).unwrap().len(), WRITERS);
        }
        assert_eq!(Page::verify_history(conn).unwrap(), []);
    }

    fn an_upsert_while_others_delete_and_create_is_never_a_duplicate(db) {
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    for round in 0..10 {
                        let policy = if writer % 2 == 0 { OnDeleted::Revive } else { OnDeleted::Insert };
                        // An upsert tries again by itself, a few times and not for long.
                        let page = loop {
                            let new = new_page("a", &format!("{writer}.{round}"));
                            let upsert = Page::upsert(new).on((pages::slug, pages::site)).by(me()).on_deleted(policy);
                            match upsert.run(&mut conn) {
                                Err(Error::Conflict) => {}
                                written => break written.unwrap().into_row(),
                            }
                        };
                        if round % 2 == 0 {
                            // Two that wait for each other may end in a conflict.
                            let deleted = page.delete().by(me()).outcome(&mut conn);
                            assert!(matches!(deleted, Ok(_) | Err(Error::Conflict)), "{deleted:?}");
                        }
                    }
                });
            }
        });
        let conn = db.conn();
        assert!(Page::objects().count().get_result::<i64>(conn).unwrap() <= 1);
        assert_eq!(Page::verify_history(conn).unwrap(), []);
    }
}
