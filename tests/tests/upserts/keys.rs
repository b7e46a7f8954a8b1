//! Upserts by the primary key.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{
    Branch, BranchId, Leaf, Member, NewBranch, NewLeaf, NewMember, NewPage, NewTag, NewTranslation, Page, PageId, Tag,
    Translation,
};
use model_tests::schema::{leaves, members, pages, tags, translations};
use model_tests::{TestConnection, actions, on_every_backend, recorded};
use serde_json::json;
use std::sync::Barrier;

const WRITERS: usize = 8;

fn new_tag(code: &str, name: &str) -> NewTag {
    NewTag::builder().code(code.to_owned()).name(name).build()
}

fn new_page(id: PageId, title: &str) -> NewPage {
    NewPage::builder().id(id).site(1).title(title).build()
}

fn new_term(locale: &str, text: &str) -> NewTranslation {
    NewTranslation::builder().locale(locale).term("cat").text(text).build()
}

fn branch(conn: &mut impl TestConnection) -> BranchId {
    Branch::create(NewBranch::builder().code("a").build()).by(me()).run(conn).unwrap().id
}

fn new_leaf(branch: BranchId, label: &str) -> NewLeaf {
    NewLeaf::builder().branch_id(branch).number(3).label(label).build()
}

on_every_backend! {
    fn a_key_of_text_is_a_target(db) {
        let conn = db.conn();
        let upsert = |name| Tag::upsert(new_tag("rust", name)).on(tags::code);
        assert!(upsert("Rust").run(conn).unwrap().is_created());
        Tag::objects().patch().uses(4).run(conn).unwrap();
        let Upserted::Updated(tag) = upsert("The Rust").run(conn).unwrap() else { panic!() };
        assert_eq!((tag.name.as_str(), tag.uses), ("The Rust", 4), "a default is for new rows");
        assert_eq!(upsert("The Rust").run(conn).unwrap(), Upserted::Unchanged(tag.clone()));
        assert_eq!(upsert("No").update_if(tags::uses.gt(4)).run(conn).unwrap(), Upserted::Kept(tag.clone()));
        assert_eq!(Tag::get_or_create(new_tag("rust", "No")).on(tags::code).run(conn).unwrap(), (tag, false));
        assert_eq!(Tag::objects().count().get_result::<i64>(conn).unwrap(), 1);
    }

    fn a_key_of_two_columns_is_a_target_with_a_trail(db) {
        let conn = db.conn();
        let upsert = |text| Translation::upsert(new_term("de", text)).on((translations::locale, translations::term));
        assert!(upsert("Katze").by(me()).run(conn).unwrap().is_created());
        let other = Translation::upsert(new_term("fr", "chat")).on((translations::term, translations::locale));
        assert!(other.by(me()).run(conn).unwrap().is_created(), "in the other order of the columns");
        let Upserted::Updated(row) = upsert("Kater").by(me()).run(conn).unwrap() else { panic!() };
        assert_eq!(row.text, "Kater");
        let trail = conn.trail();
        assert_eq!(upsert("Kater").by(me()).run(conn).unwrap(), Upserted::Unchanged(row));
        assert_eq!(actions(&trail), ["create", "create", "patch"]);
        assert_eq!(recorded(&trail[2]).2, &json!({ "text": { "old": "Katze", "new": "Kater" } }));
        assert_eq!(conn.trail(), trail);
        assert_eq!(Translation::verify_history(conn).unwrap(), []);
    }

    fn many_rows_are_upserted_by_the_key(db) {
        let conn = db.conn();
        let rows = [new_term("de", "Katze"), new_term("fr", "chat"), new_term("de", "Kater")];
        let upsert = Translation::upsert_many(rows).on((translations::locale, translations::term));
        let done = upsert.by(me()).at(at(5)).run(conn).unwrap();
        assert!(matches!(&done[..], [Upserted::Created(_), Upserted::Created(_), Upserted::Updated(_)]), "{done:?}");
        let trail = conn.trail();
        assert!(trail.iter().all(|entry| entry.batch_id == trail[0].batch_id && entry.created_at == at(5)));
    }

    fn a_key_that_the_library_makes_is_given(db) {
        let conn = db.conn();
        let id = PageId::generate();
        let upsert = |title| Page::upsert(new_page(id, title)).on(pages::id).by(me());
        let page = upsert("First").run(conn).unwrap();
        assert!(page.is_created() && page.row().id == id && page.row().slug == "first", "{page:?}");
        let Upserted::Updated(page) = upsert("Second").run(conn).unwrap() else { panic!() };
        assert_eq!((page.id, page.title.as_str(), page.slug.as_str()), (id, "Second", "first"));
        // A second row cannot have the slug, and that is no matter of the key.
        let taken = NewPage::builder().id(PageId::generate()).site(1).title("t").slug("first").build();
        let error = Page::upsert(taken).on(pages::id).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("slug"), .. }), "{error:?}");
        let before = conn.trail();
        let without = || NewPage::builder().site(1).title("t").build();
        let error = Page::upsert(without()).on(pages::id).by(me()).run(conn).unwrap_err();
        assert!(matches!(&error, Error::Invalid { field: "id", .. }), "a key that nobody gave matches none: {error:?}");
        let rows = [new_page(PageId::generate(), "t"), without()];
        let error = Page::upsert_many(rows).on(pages::id).by(me()).run(conn).unwrap_err();
        assert!(matches!(&error, Error::Invalid { field: "id", .. }), "{error:?}");
        assert_eq!(conn.trail(), before);
    }

    fn a_key_that_the_database_makes_is_given(db) {
        let conn = db.conn();
        let new = |mail: &str| NewMember::builder().id(70).mail(mail).name("Ann").build();
        let upsert = |mail: &str| Member::upsert(new(mail)).on(members::id);
        assert!(upsert("a@b").run(conn).unwrap().is_created());
        let Upserted::Updated(member) = upsert("c@d").run(conn).unwrap() else { panic!() };
        assert_eq!((member.id, member.mail.as_str(), member.handle.as_str()), (70, "c@d", "ann"));
        let without = NewMember::builder().mail("a@b").name("Ann").build();
        let error = Member::upsert(without).on(members::id).run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "id", .. }), "{error:?}");
    }

    fn a_deleted_row_keeps_its_key(db) {
        let conn = db.conn();
        let id = PageId::generate();
        let upsert = |title| Page::upsert(new_page(id, title)).on(pages::id).by(me());
        let page = upsert("First").run(conn).unwrap().into_row();
        page.patch().views(9).by(me()).run(conn).unwrap().delete().by(me()).run(conn).unwrap();
        let before = conn.trail();
        let error = upsert("Second").run(conn).unwrap_err();
        assert!(matches!(error, Error::Deleted), "{error:?}");
        let error = upsert("Second").on_deleted(OnDeleted::Insert).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("id"), .. }), "{error:?}");
        assert_eq!(conn.trail(), before);
        let restored = upsert("Second").on_deleted(OnDeleted::Restore).run(conn).unwrap();
        let Upserted::Revived(page) = restored else { panic!("{restored:?}") };
        assert_eq!((page.id, page.title.as_str(), page.views), (id, "Second", 9), "what it had stays");
        page.delete().by(me()).run(conn).unwrap();
        let revived = upsert("Third").on_deleted(OnDeleted::Revive).run(conn).unwrap();
        assert!(matches!(&revived, Upserted::Revived(page) if page.id == id && page.views == 0), "{revived:?}");
        assert_eq!(Page::verify_history(conn).unwrap(), []);
    }

    fn the_policy_that_the_key_declares_is_followed(db) {
        let conn = db.conn();
        let branch = branch(conn);
        let upsert = |label| Leaf::upsert(new_leaf(branch, label)).on((leaves::branch_id, leaves::number)).by(me());
        upsert("a").run(conn).unwrap().into_row().delete().by(me()).run(conn).unwrap();
        let before = conn.trail().len();
        let Upserted::Revived(leaf) = upsert("b").run(conn).unwrap() else { panic!() };
        assert_eq!((leaf.label.as_str(), leaf.deleted_at), ("b", None));
        assert_eq!(actions(&conn.trail()[before..]), ["restore"]);
        assert_eq!(Leaf::verify_history(conn).unwrap(), []);
    }

    fn upserts_by_the_key_at_once_write_one_row(db) {
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let id = PageId::generate();
        let created: usize = std::thread::scope(|scope| {
            let write = |(writer, mut conn): (usize, Conn)| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let upsert = Page::upsert(new_page(id, &format!("by {writer}"))).on(pages::id).by(me());
                    usize::from(upsert.run(&mut conn).unwrap().is_created())
                })
            };
            let threads: Vec<_> = conns.into_iter().enumerate().map(write).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(created, 1, "one writer creates the row");
        let conn = db.conn();
        assert_eq!(Page::history(id).run(conn).unwrap().len(), WRITERS, "every other writer changes it");
        assert_eq!(Page::verify_history(conn).unwrap(), []);
    }
}
