//! Uniques: what the indexes that the library writes allow and refuse, and which field is named.

use diesel::prelude::*;
use model_core::ddl;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{at, me};
use model_tests::models::{Member, NewMember, NewPage, NewTranslation, Page, Tag, Translation};
use model_tests::{TestConnection, on_every_backend};

/// A page with a slug of the caller's.
fn new_page(site: i32, slug: &str) -> NewPage {
    NewPage::builder().site(site).title(slug).slug(slug).build()
}

fn new_member(mail: &str) -> NewMember {
    NewMember::builder().mail(mail).name("Ann").build()
}

fn field_of(error: Error) -> Option<&'static str> {
    let Error::UniqueViolation { field, .. } = error else { panic!("{error:?}") };
    field
}

on_every_backend! {
    fn the_indexes_of_a_model_as_ddl(db) {
        let _ = db.conn();
        let indexes = |statements: &[&str]| statements.iter().map(|sql| (*sql).to_owned()).collect::<Vec<_>>();
        let expected: [Vec<String>; 2] = match Conn::NAME {
            "mysql" => [
                indexes(&[
                    "ALTER TABLE `pages` ADD COLUMN `live` TINYINT AS (IF(`deleted_at` IS NULL, 1, NULL)) VIRTUAL",
                    "CREATE UNIQUE INDEX `pages_slug_site_unique` ON `pages` (`slug`, `site`, `live`)",
                    "CREATE UNIQUE INDEX `pages_code_unique` ON `pages` (`code`)",
                ]),
                indexes(&[
                    "ALTER TABLE `members` ADD COLUMN `row_live` TINYINT AS (IF(NOT `is_deleted`, 1, NULL)) VIRTUAL",
                    "CREATE UNIQUE INDEX `members_mail` ON `members` (`mail`, `row_live`)",
                    "CREATE UNIQUE INDEX `members_handle_unique` ON `members` (`handle`, `row_live`)",
                ]),
            ],
            name => {
                let quote = if name == "sqlite" { "`" } else { "\"" };
                [
                    indexes(&[
                        "CREATE UNIQUE INDEX `pages_slug_site_unique` ON `pages` (`slug`, `site`) \
                         WHERE `deleted_at` IS NULL",
                        "CREATE UNIQUE INDEX `pages_code_unique` ON `pages` (`code`)",
                    ]),
                    indexes(&[
                        "CREATE UNIQUE INDEX `members_mail` ON `members` (`mail`) WHERE NOT `is_deleted`",
                        "CREATE UNIQUE INDEX `members_handle_unique` ON `members` (`handle`) WHERE NOT `is_deleted`",
                    ]),
                ]
                .map(|indexes| indexes.iter().map(|sql| sql.replace('`', quote)).collect())
            }
        };
        assert_eq!(ddl::unique_indexes::<Page, Db>().unwrap(), expected[0]);
        assert_eq!(ddl::unique_indexes::<Member, Db>().unwrap(), expected[1]);
        assert_eq!(ddl::unique_indexes::<Tag, Db>().unwrap(), Vec::<String>::new());
    }

    fn a_value_is_unique_among_the_live(db) {
        let conn = db.conn();
        for _ in 0..3 {
            let page = Page::create(new_page(1, "same")).by(me()).run(conn).unwrap();
            page.delete().by(me()).run(conn).unwrap();
            Member::create(new_member("a@b")).run(conn).unwrap().delete().run(conn).unwrap();
        }
        Page::create(new_page(1, "same")).by(me()).run(conn).unwrap();
        Page::create(new_page(2, "same")).by(me()).run(conn).unwrap();
        Member::create(new_member("a@b")).run(conn).unwrap();
        let before = conn.trail();
        let error = Page::create(new_page(1, "same")).by(me()).run(conn).unwrap_err();
        assert_eq!(field_of(error), Some("slug"));
        let error = Member::create(new_member("a@b")).run(conn).unwrap_err();
        assert_eq!(field_of(error), Some("mail"));
        let error = Member::create_many([new_member("c@d"), new_member("c@d")]).run(conn).unwrap_err();
        assert_eq!(field_of(error), Some("mail"));
        assert_eq!(conn.trail(), before);
        assert_eq!(Member::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 4);
    }

    fn a_value_of_forever_is_never_used_again(db) {
        let conn = db.conn();
        let new = |slug: &str, code: Option<&str>| {
            NewPage::builder().site(1).title("t").slug(slug).code(code.map(str::to_owned)).build()
        };
        let first = Page::create(new("a", Some("x"))).by(me()).run(conn).unwrap();
        first.delete().by(me()).run(conn).unwrap();
        let error = Page::create(new("a", Some("x"))).by(me()).run(conn).unwrap_err();
        assert_eq!(field_of(error), Some("code"));
        // NULL is no value that two rows could share.
        Page::create_many([new("b", None), new("c", None)]).by(me()).run(conn).unwrap();
    }

    fn case_10_restoring_a_duplicate_names_the_field(db) {
        let conn = db.conn();
        let first = Member::create(new_member("a@b")).run(conn).unwrap().delete().run(conn).unwrap();
        Member::create(NewMember::builder().mail("a@b").name("Bo").build()).run(conn).unwrap();
        let error = first.restore().run(conn).unwrap_err();
        assert_eq!(field_of(error), Some("mail"));
        let gone = Page::create(new_page(1, "a")).by(me()).at(at(1)).run(conn).unwrap().delete().by(me()).run(conn).unwrap();
        Page::create(new_page(1, "a")).by(me()).run(conn).unwrap();
        let before = conn.trail();
        let error = gone.clone().restore().by(me()).run(conn).unwrap_err();
        assert_eq!(error.to_string().split(' ').next(), Some("slug:"));
        assert_eq!(field_of(error), Some("slug"));
        assert_eq!(conn.trail(), before);
        let stored: Deleted<Page> = Page::objects().only_deleted().find(gone.row().id).first(conn).unwrap();
        assert_eq!(stored, gone);
    }

    fn a_duplicate_key_names_the_key(db) {
        let conn = db.conn();
        let page = Page::create(new_page(1, "a")).by(me()).run(conn).unwrap();
        let again = NewPage::builder().id(page.id).site(1).title("t").slug("b").build();
        assert_eq!(field_of(Page::create(again).by(me()).run(conn).unwrap_err()), Some("id"));
        let new = || NewTranslation::builder().locale("en").term("a").text("b").build();
        Translation::create(new()).by(me()).run(conn).unwrap();
        assert_eq!(field_of(Translation::create(new()).by(me()).run(conn).unwrap_err()), Some("locale"));
    }

    fn an_index_that_is_not_declared_names_no_field(db) {
        let conn = db.conn();
        conn.sql("CREATE UNIQUE INDEX surprise ON members (name, mail)");
        conn.sql("CREATE UNIQUE INDEX pages_views_unique ON pages (views)");
        Member::create(new_member("a@b")).run(conn).unwrap().delete().run(conn).unwrap();
        assert_eq!(field_of(Member::create(new_member("a@b")).run(conn).unwrap_err()), None);
        Page::create(new_page(1, "a")).by(me()).run(conn).unwrap();
        assert_eq!(field_of(Page::create(new_page(1, "b")).by(me()).run(conn).unwrap_err()), None);
    }
}
