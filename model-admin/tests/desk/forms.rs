//! Forms: what is typed is kept, all mistakes are told at once, and what was not changed is not written.

use super::house::{Browser, House, SECRET, at};
use axum::http::StatusCode;
use diesel::prelude::*;
use model_admin::FullAccess;
use model_core::prelude::*;

#[tokio::test]
async fn a_row_is_created_and_changed() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let mut browser = Browser::of(&house, "chief").await;
    let form = [
        ("title", "Ferry strike"),
        ("author_id", &*ada.id.to_string()),
        ("body", "One\r\nTwo"),
        ("status", "draft"),
        ("featured", "false"),
    ];
    let answer = browser.submit("/admin/articles/-/new", "/admin/articles/-/new", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = answer.location().to_owned();
    let shown = browser.get(&page).await;
    assert!(shown.text().contains("“Ferry strike” was created."), "{}", shown.text());
    assert!(shown.has("value=\"ferry-strike\"") && shown.has("Now: Ada."), "{}", shown.body);
    assert!(!browser.get(&page).await.text().contains("was created"), "it is said once");
    let rows: Vec<super::models::Article> = house.on(|conn| super::models::Article::objects().load(conn).unwrap());
    assert_eq!((rows[0].body.as_str(), rows[0].version), ("One\nTwo", 1));

    let same = browser.submit(&page, &page, &form).await;
    assert!(browser.get(same.location()).await.text().contains("Nothing was different, so nothing was written."));
    let form = [("title", "Ferry strike ends"), ("featured", "false"), ("featured", "true"), ("-then", "list")];
    let answer = browser.submit(&page, &page, &form).await;
    assert_eq!(answer.location(), "/admin/articles/");
    let rows: Vec<super::models::Article> = house.on(|conn| super::models::Article::objects().load(conn).unwrap());
    assert!(rows[0].featured && rows[0].title == "Ferry strike ends" && rows[0].version == 2);
    let trail = house.on(|conn| super::models::Article::history_of(&rows[0]).load(conn).unwrap());
    assert_eq!(trail.len(), 2);
    assert!(trail.iter().all(|entry| entry.actor_id.as_deref() == Some("chief") && entry.request_id.is_some()));
}

#[tokio::test]
async fn all_mistakes_are_told_at_once_and_the_text_is_kept() {
    let house = House::new(FullAccess);
    let mut browser = Browser::of(&house, "chief").await;
    let long = "x".repeat(130);
    let form =
        [("title", &*long), ("words", "many"), ("status", "evil"), ("body", "kept <text>"), ("author_id", "nobody")];
    let answer = browser.submit("/admin/articles/-/new", "/admin/articles/-/new", &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    for told in [
        "4 fields need another look",
        "Title: is 130 characters long",
        "Author: must be a key",
        "Status:",
        "Words: must be a whole number",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(answer.has("kept &lt;text&gt;") && answer.has(&long) && answer.has("value=\"many\""));
    assert!(answer.has("<title>Error: ") && answer.has("aria-invalid=\"true\"") && answer.has("role=\"alert\""));
    let empty = browser.submit("/admin/articles/-/new", "/admin/articles/-/new", &[("title", ""), ("body", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Author: must have a value"), "{}", empty.text());

    let ada = house.author("Ada");
    let first = house.article(ada.id, "Taken");
    let second = house.article(ada.id, "Other");
    let answer = browser.submit(&at(&second), &at(&second), &[("slug", "taken")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Slug: is taken"), "{}", answer.text());
    let nul = browser.submit(&at(&first), &at(&first), &[("title", "a\0b")]).await;
    assert_eq!(nul.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nul.text());
}

#[tokio::test]
async fn a_masked_value_is_set_and_never_shown() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let page = format!("/admin/authors/{}/", ada.id);
    let mut browser = Browser::of(&house, "chief").await;
    let shown = browser.get(&page).await;
    assert!(shown.has("type=\"password\"") && !shown.has(SECRET));
    browser.submit(&page, &page, &[("name", "Ada K."), ("email", "")]).await;
    browser.submit(&page, &page, &[("name", "Ada K."), ("email", "new-marker@example.org")]).await;
    let now =
        house.on(|conn| super::models::Author::objects().find(ada.id).first::<super::models::Author>(conn).unwrap());
    assert_eq!((now.name.as_str(), now.email.as_str(), now.version), ("Ada K.", "new-marker@example.org", 3));
    let refused =
        browser.submit(&page, &page, &[("name", &"x".repeat(100)), ("email", "third-marker@example.org")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let history = browser.get(&format!("{page}history")).await;
    assert!(history.text().contains("changed, not shown"));
    for answer in [refused, history, browser.get("/admin/authors/").await, browser.get("/admin/-/trail").await] {
        assert!(!answer.has("marker"), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_model_without_trash_trail_and_version_works() {
    let house = House::new(FullAccess);
    let mut browser = Browser::of(&house, "chief").await;
    let created = browser.submit("/admin/tags/-/new", "/admin/tags/-/new", &[("name", "sea"), ("color", "")]).await;
    assert_eq!(created.location(), "/admin/tags/1/", "{}", created.text());
    let saved = browser.submit("/admin/tags/1/", "/admin/tags/1/", &[("name", "seas"), ("color", "blue")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(browser.get("/admin/tags/").await.has("seas"));
    for none in ["/admin/tags/-/trash", "/admin/tags/1/history", "/admin/tags/1/restore"] {
        assert!(matches!(browser.get(none).await.status.as_u16(), 403 | 404 | 409), "{none}");
    }
    let asked = browser.get("/admin/tags/1/delete").await;
    assert!(asked.text().contains("It is removed for good."), "{}", asked.text());
    let gone = browser.submit("/admin/tags/1/delete", "/admin/tags/1/delete", &[]).await;
    assert_eq!(gone.location(), "/admin/tags/");
    assert_eq!(browser.get("/admin/tags/1/").await.status, StatusCode::NOT_FOUND);
}
