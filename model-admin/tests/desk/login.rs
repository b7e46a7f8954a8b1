//! Logging in and out, and what a session is.

use super::house::{Browser, House, PASSWORD, at};
use axum::http::StatusCode;
use diesel::prelude::*;
use model_admin::FullAccess;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn the_way_in_leads_back_to_where_one_was() {
    let house = House::new(FullAccess);
    let mut browser = Browser::new(&house);
    let locked = browser.get("/admin/articles/?sort=title").await;
    assert_eq!(locked.status, StatusCode::SEE_OTHER);
    assert_eq!(locked.location(), "/admin/-/login?next=%2Farticles%2F%3Fsort%3Dtitle");
    let door = browser.get(locked.location()).await;
    let next = door.value("next").unwrap();
    let wrong = browser
        .post("/admin/-/login", &[("-csrf", &door.token()), ("name", "chief"), ("password", "x"), ("next", &next)])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = browser
        .post("/admin/-/login", &[("-csrf", &door.token()), ("name", "chief2"), ("password", "x"), ("next", &next)])
        .await;
    assert_eq!(wrong.body.replace("chief", ""), unknown.body.replace("chief2", ""), "the words are the same");
    assert_eq!(house.verified.load(Ordering::Relaxed), 2, "both were compared with a hash");
    let inside = browser
        .post(
            "/admin/-/login",
            &[("-csrf", &wrong.token()), ("name", "chief"), ("password", PASSWORD), ("next", &next)],
        )
        .await;
    assert_eq!(inside.location(), "/admin/articles/?sort=title");
    assert_eq!(browser.get(inside.location()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_has_a_new_id_and_ends() {
    let house = House::new(FullAccess);
    let mut browser = Browser::of(&house, "chief").await;
    let first = browser.cookies["__Host-admin"].clone();
    browser.log_in("chief", PASSWORD, "/").await;
    let second = browser.cookies["__Host-admin"].clone();
    assert_ne!(first, second);
    let mut thief = Browser::new(&house);
    thief.cookies.insert("__Host-admin".to_owned(), first);
    assert_eq!(thief.get("/admin/").await.status, StatusCode::SEE_OTHER, "the old id is gone");
    thief.cookies.insert("__Host-admin".to_owned(), second.clone());
    assert_eq!(thief.get("/admin/").await.status, StatusCode::OK);
    let page = browser.get("/admin/").await;
    let out = browser.post("/admin/-/logout", &[("-csrf", &page.token())]).await;
    assert_eq!(out.location(), "/admin/-/login");
    assert!(!browser.cookies.contains_key("__Host-admin"));
    assert_eq!(thief.get("/admin/").await.status, StatusCode::SEE_OTHER);
    for forged in ["", "x.y.z", &second.replace('.', ".9"), &format!("{second}x")] {
        thief.cookies.insert("__Host-admin".to_owned(), forged.to_owned());
        assert_eq!(thief.get("/admin/").await.status, StatusCode::SEE_OTHER, "{forged}");
    }
}

#[tokio::test]
async fn all_sessions_end_at_once_and_by_their_age() {
    let house = House::new(FullAccess);
    let (mut here, mut there, mut other) =
        (Browser::of(&house, "chief").await, Browser::of(&house, "chief").await, Browser::of(&house, "editor").await);
    let page = here.get("/admin/-/you").await;
    here.post("/admin/-/logout-everywhere", &[("-csrf", &page.token())]).await;
    assert_eq!(there.get("/admin/").await.status, StatusCode::SEE_OTHER);
    assert_eq!(other.get("/admin/").await.status, StatusCode::OK);
    house.on(|conn| {
        diesel::sql_query("UPDATE admin_sessions SET created_at = '2026-01-01 00:00:00.000000'").execute(conn).unwrap()
    });
    assert_eq!(other.get("/admin/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_guesses_has_to_wait() {
    let house = House::new(FullAccess);
    let mut browser = Browser::new(&house);
    for _ in 0..5 {
        assert_eq!(browser.log_in("chief", "guess", "/").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = browser.log_in("Chief", PASSWORD, "/").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers["retry-after"], "900");
    assert_eq!(
        Browser::new(&house).log_in("editor", PASSWORD, "/").await.status,
        StatusCode::SEE_OTHER,
        "others are not locked out"
    );
    let dump = house.dump().join("\n");
    assert!(dump.contains("admin.login.failed") && dump.contains("admin.login.throttled"));
    assert!(!dump.contains("'name:chief") && !dump.contains(PASSWORD) && !dump.contains("guess"));
    house.on(|conn| {
        diesel::sql_query("UPDATE admin_failures SET created_at = '2026-01-01 00:00:00.000000'").execute(conn).unwrap()
    });
    assert_eq!(browser.log_in("chief", PASSWORD, "/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_text_outlives_the_session_in_which_it_was_typed() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let mut browser = Browser::of(&house, "editor").await;
    let opened = browser.get(&at(&story)).await;
    house.on(|conn| diesel::sql_query("DELETE FROM admin_sessions").execute(conn).unwrap());
    let form = [("-csrf", &*opened.token()), ("-version", "1"), ("title", "A long evening's work")];
    let locked = browser.post(&at(&story), &form).await;
    assert_eq!(locked.status, StatusCode::UNAUTHORIZED);
    assert!(locked.text().contains("what you typed is kept") && !locked.has("long evening"), "{}", locked.body);
    let kept = locked.value("-kept").unwrap();
    let next = locked.value("next").unwrap();
    let form =
        [("-csrf", &*locked.token()), ("-kept", &*kept), ("next", &*next), ("name", "editor"), ("password", PASSWORD)];
    let mut other = Browser { house: &house, cookies: browser.cookies.clone() };
    let back = browser.post("/admin/-/login", &form).await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.text());
    assert!(
        back.has("value=\"A long evening's work\"") && back.text().contains("It is not saved yet."),
        "{}",
        back.body
    );
    let saved = browser
        .post(&at(&story), &[("-csrf", &back.token()), ("-version", "1"), ("title", "A long evening's work")])
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());

    let form =
        [("-csrf", &*locked.token()), ("-kept", &*kept), ("next", &*next), ("name", "chief"), ("password", PASSWORD)];
    let another = other.post("/admin/-/login", &form).await;
    assert_eq!(another.status, StatusCode::SEE_OTHER);
    let page = other.get(another.location()).await;
    assert!(page.text().contains("belongs to somebody else"), "{}", page.text());
}
