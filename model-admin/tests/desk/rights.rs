//! Who may do what: roles, pages and methods.

use super::house::{Browser, House, at, me};
use super::models::{Article, Status, articles};
use axum::http::StatusCode;
use diesel::prelude::*;
use model_admin::{Access, Act, Policy, Row, Scope, Staff};
use model_core::meta::Meta;
use model_core::prelude::*;

/// A value of a field that only the chief may know of.
const HIDDEN: &str = "marker-hidden";

/// The desk of a newspaper: reporters write drafts of their own, editors all but removals, auditors read, the chief
/// does everything. Notes are for the chief.
struct Desk;

impl Policy for Desk {
    fn may(&self, who: &Staff, what: Act<'_>, meta: &Meta, row: Option<&Row>) -> bool {
        let draft = row.is_none_or(|row| row.get(meta, "status").is_none_or(|status| status == "draft"));
        match what {
            _ if who.is("chief") => true,
            Act::See => true,
            Act::SeeHistory => who.is("editor") || who.is("auditor"),
            Act::Verify => who.is("auditor"),
            Act::Create => who.is("editor") || (who.is("reporter") && meta.name == "Article"),
            Act::Change => who.is("editor") || (who.is("reporter") && meta.name == "Article" && draft),
            Act::Delete | Act::Restore => who.is("editor") && meta.name != "Author",
            Act::Revert | Act::Do("publish") => who.is("editor"),
            _ => false,
        }
    }

    fn field(&self, who: &Staff, meta: &Meta, field: usize, _: Option<&Row>) -> Access {
        match meta.fields[field].name {
            "notes" if !who.is("chief") => Access::Hidden,
            "words" if who.is("reporter") => Access::ReadOnly,
            _ => Access::Write,
        }
    }

    fn rows(&self, who: &Staff, meta: &Meta) -> Scope {
        match meta.name {
            _ if who.is("blind") => Scope::None,
            "Article" if who.is("reporter") => Scope::of::<Article>(condition!(articles::status.ne(Status::Published))),
            _ => Scope::All,
        }
    }
}

fn house() -> (House, Article, Article) {
    let house = House::new(Desk);
    let ada = house.author("Ada");
    let draft = house.article(ada.id, "A draft");
    let published = house.article(ada.id, "Out already");
    let draft = house.on(|conn| draft.patch().notes(HIDDEN).by(&me()).run(conn).unwrap());
    let published =
        house.on(|conn| published.patch().status(Status::Published).notes(HIDDEN).by(&me()).run(conn).unwrap());
    house.comment(&draft, "A comment");
    (house, draft, published)
}

const ROLES: [&str; 4] = ["chief", "editor", "reporter", "auditor"];

#[tokio::test]
async fn the_matrix_of_roles_pages_and_methods() {
    let (house, draft, published) = house();
    let entry = house.on(|conn| Article::history_of(&draft).load(conn).unwrap()[1].id);
    let (draft, published) = (at(&draft), at(&published));
    let page = |base: &str, end: &str| format!("{base}{end}");
    // GET and POST of each page, by role: what they are told. A POST without its fields is refused as such (400, 409,
    // 422), or done (303), where it is allowed.
    let pages: Vec<(String, [u16; 4], [u16; 4])> = vec![
        (page("/admin/", ""), [200; 4], [405; 4]),
        (page("/admin/articles/", ""), [200; 4], [405; 4]),
        (page("/admin/articles/-/new", ""), [200, 200, 200, 403], [422, 422, 422, 403]),
        (page("/admin/authors/-/new", ""), [200, 200, 403, 403], [422, 422, 403, 403]),
        (page("/admin/articles/-/trash", ""), [200, 200, 403, 403], [405; 4]),
        (page("/admin/articles/-/options", ""), [200; 4], [405; 4]),
        (draft.clone(), [200; 4], [400, 400, 400, 403]),
        (published.clone(), [200, 200, 404, 200], [400, 400, 404, 403]),
        (page(&draft, "history"), [200, 200, 403, 200], [405; 4]),
        (page(&published, "history"), [200, 200, 404, 200], [405; 4]),
        (page(&draft, &format!("history/{entry}")), [200, 200, 403, 200], [405; 4]),
        // Editors may not take back what is written in fields that they do not know of.
        (page(&draft, &format!("revert/{entry}")), [200, 200, 403, 403], [400, 400, 400, 400]),
        (page(&draft, "do/publish"), [200, 200, 403, 403], [409, 409, 403, 403]),
        (page(&published, "do/publish"), [200, 200, 404, 403], [409, 409, 404, 403]),
        (page(&draft, "delete"), [200, 200, 403, 403], [400, 400, 403, 403]),
        (page(&draft, "restore"), [409; 4], [409; 4]),
        (page("/admin/-/trail", ""), [200, 200, 403, 200], [405; 4]),
        (page("/admin/-/trash", ""), [200, 200, 403, 403], [405; 4]),
        (page("/admin/-/verify", ""), [200, 403, 403, 200], [404; 4]),
        (page("/admin/-/find?q=a", ""), [200; 4], [405; 4]),
        (page("/admin/-/you", ""), [200; 4], [405; 4]),
        (page("/admin/articles/-/bulk", ""), [405; 4], [404; 4]),
        (page("/admin/articles/-/export.csv", ""), [405; 4], [200, 403, 403, 403]),
        (page("/admin/articles/-/purge", ""), [200, 403, 403, 403], [303, 403, 403, 403]),
        (page("/admin/-/jobs", ""), [200; 4], [405; 4]),
        (page("/admin/published/", ""), [200; 4], [405; 4]),
        (page("/admin/published/-/new", ""), [303, 303, 303, 303], [404; 4]),
    ];
    let before = house.on(|conn| Article::objects().with_deleted().count().get_result::<i64>(conn).unwrap());
    for (place, role) in ROLES.iter().enumerate() {
        let mut browser = Browser::of(&house, role).await;
        let token = browser.get("/admin/").await.token();
        for (page, get, post) in &pages {
            let answer = browser.get(page).await;
            assert_eq!(answer.status.as_u16(), get[place], "{role} GET {page}: {}", answer.text());
            assert!(
                *role == "chief" || !answer.has(HIDDEN) && !answer.has("Notes"),
                "{role} {page}: {}",
                answer.text()
            );
            let answer = browser.post(page, &[("-csrf", &token)]).await;
            assert_eq!(answer.status.as_u16(), post[place], "{role} POST {page}: {}", answer.text());
            assert!(*role == "chief" || !answer.has(HIDDEN), "{role} {page}");
        }
    }
    assert_eq!(house.on(|conn| Article::objects().with_deleted().count().get_result::<i64>(conn).unwrap()), before);
}

#[tokio::test]
async fn hidden_fields_are_neither_shown_nor_asked_nor_written() {
    let (house, draft, published) = house();
    let mut browser = Browser::of(&house, "editor").await;
    for bad in ["sort=notes", "notes.contains=marker"] {
        assert_eq!(browser.get(&format!("/admin/articles/?{bad}")).await.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    assert!(browser.get("/admin/articles/?q=marker").await.text().contains("No articles match."));
    browser.submit(&at(&draft), &at(&draft), &[("title", "New"), ("notes", "overwritten")]).await;
    let now = house.stored(draft.id);
    assert_eq!((now.title.as_str(), now.notes.as_deref()), ("New", Some(HIDDEN)));
    let entry = house.on(|conn| Article::history_of(&now).load(conn).unwrap()[1].id);
    let revert = format!("{}revert/{entry}", at(&draft));
    assert_eq!(browser.submit(&at(&draft), &revert, &[]).await.status, StatusCode::FORBIDDEN);

    let mut reporter = Browser::of(&house, "reporter").await;
    let list = reporter.get("/admin/articles/").await;
    assert!(!list.has("Out already") && list.text().contains("Articles1"), "{}", list.text());
    let found = reporter.get("/admin/articles/-/options?q=out").await;
    assert!(!found.has("Out already"));
    assert!(!reporter.get("/admin/-/find?q=out").await.has("Out already"));
    assert_eq!(reporter.submit(&at(&draft), &at(&published), &[("title", "Evil")]).await.status, StatusCode::NOT_FOUND);
    let saved = reporter.submit(&at(&draft), &at(&draft), &[("words", "99"), ("title", "Mine")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let now = house.stored(draft.id);
    assert_eq!((now.title.as_str(), now.words), ("Mine", 0));
}

#[tokio::test]
async fn a_tree_needs_the_right_on_each_of_its_models() {
    let (house, draft, _) = house();
    let mut editor = Browser::of(&house, "editor").await;
    let author = format!("/admin/authors/{}/delete", draft.author_id);
    assert_eq!(editor.get(&author).await.status, StatusCode::FORBIDDEN);
    let delete = format!("{}delete", at(&draft));
    assert_eq!(editor.submit(&delete, &delete, &[]).await.status, StatusCode::SEE_OTHER);
    let mut auditor = Browser::of(&house, "auditor").await;
    for page in ["/admin/", "/admin/articles/", "/admin/comments/", "/admin/authors/"] {
        let answer = auditor.get(page).await;
        for word in ["/-/new", "/delete", "/restore", "/revert", "/-/trash", "/-/bulk", ">Save<"] {
            assert!(!answer.has(word), "{page} has {word}");
        }
    }
}

#[tokio::test]
async fn a_policy_without_methods_is_closed() {
    struct Nothing;
    impl Policy for Nothing {}
    let house = House::new(Nothing);
    let ada = house.author("Ada");
    let mut browser = Browser::of(&house, "chief").await;
    assert!(browser.get("/admin/").await.text().contains("There is nothing here that you may see."));
    for page in ["/admin/authors/".to_owned(), format!("/admin/authors/{}/", ada.id)] {
        assert_eq!(browser.get(&page).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(browser.get("/admin/-/trail").await.status, StatusCode::FORBIDDEN);
    let (house, ..) = self::house();
    let mut blind = Browser::of(&house, "blind").await;
    let list = blind.get("/admin/articles/").await;
    assert!(
        list.text().contains("You may not see any articles.") && list.text().contains("Articles0"),
        "{}",
        list.text()
    );
}
