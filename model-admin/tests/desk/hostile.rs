//! More of what somebody tries who means harm: what comes slowly, what is forged, and what makes no sense.

use super::house::{Browser, House, at, me};
use super::models::Article;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use model_admin::FullAccess;
use model_core::AuditLog;
use model_core::prelude::*;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// A body of which nothing ever comes.
struct Never;

impl http_body::Body for Never {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

#[tokio::test]
async fn a_body_that_never_comes_is_given_up() {
    let house = House::with(FullAccess, |site| site.patience(Duration::from_secs(2)));
    let mut browser = Browser::of(&house, "chief").await;
    let slow = browser.send(Request::post("/admin/tags/-/new").body(Body::new(Never)).unwrap()).await;
    assert_eq!(slow.status, StatusCode::REQUEST_TIMEOUT);
    assert_eq!(browser.get("/admin/").await.status, StatusCode::OK, "others are served");
}

#[tokio::test]
async fn what_no_database_can_store_is_refused_by_field() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let mut browser = Browser::of(&house, "chief").await;
    let before = house.dump();
    for (field, value) in [("title", "a\0b"), ("status", "evil"), ("words", "many"), ("author_id", "me")] {
        let refused = browser.submit(&at(&story), &at(&story), &[(field, value)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value:?}: {}", refused.text());
        assert!(refused.links().contains(&format!("#f-{field}")), "{field}: {}", refused.text());
    }
    assert_eq!(house.dump(), before);
}

#[tokio::test]
async fn a_place_in_a_list_is_good_for_that_list_alone() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    (0..30).for_each(|number| drop(house.article(ada.id, &format!("Story {number:02}"))));
    let mut browser = Browser::of(&house, "chief").await;
    let list = browser.get("/admin/articles/?sort=title").await;
    let next = list.links().into_iter().find(|link| link.contains("after=")).expect("there is a next page");
    let cursor = next.split("after=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    assert_eq!(browser.get(&format!("/admin/articles/?sort=title&after={cursor}")).await.status, StatusCode::OK);
    let place = cursor.len() / 2;
    let other = if cursor.as_bytes()[place] == b'A' { "B" } else { "A" };
    let forged = format!("{}{other}{}", &cursor[..place], &cursor[place + 1..]);
    for bad in [
        format!("/admin/articles/?sort=-title&after={cursor}"),
        format!("/admin/articles/?after={cursor}"),
        format!("/admin/authors/?after={cursor}"),
        format!("/admin/published/?sort=title&after={cursor}"),
        format!("/admin/articles/?sort=title&after={forged}"),
        format!("/admin/articles/?sort=title&after={cursor}AAAA"),
    ] {
        assert_eq!(browser.get(&bad).await.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    // Another site has another secret.
    let elsewhere = House::new(FullAccess);
    let mut other = Browser::of(&elsewhere, "chief").await;
    assert_eq!(other.get(&format!("/admin/articles/?sort=title&after={cursor}")).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_entry_is_taken_back_in_its_own_row_alone() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let (story, other) = (house.article(ada.id, "A story"), house.article(ada.id, "Another"));
    let story = house.on(|conn| story.patch().title("Changed").by(&me()).run(conn).unwrap());
    let entry = house.on(|conn| Article::history_of(&story).load(conn).unwrap()[1].id);
    let mut browser = Browser::of(&house, "chief").await;
    let foreign = format!("{}revert/{entry}", at(&other));
    assert_eq!(browser.get(&foreign).await.status, StatusCode::NOT_FOUND);
    let before = house.dump();
    assert_eq!(browser.submit(&at(&other), &foreign, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("{}history/{entry}", at(&other))).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.dump(), before);
}

#[tokio::test]
async fn only_a_known_proxy_says_where_a_request_comes_from() {
    for (proxies, expected) in [(vec![], "203.0.113.9"), (vec!["203.0.113.9".parse().unwrap()], "198.51.100.7")] {
        let house = House::with(FullAccess, |site| site.behind(proxies));
        let mut browser = Browser::of(&house, "chief").await;
        let token = browser.get("/admin/").await.token();
        let peer: SocketAddr = "203.0.113.9:5000".parse().unwrap();
        let request = Request::post("/admin/authors/-/new")
            .header("x-forwarded-for", "10.0.0.1, 198.51.100.7")
            .extension(ConnectInfo(peer));
        let request = request.body(Body::from(format!("-csrf={token}&name=Ada&email=x"))).unwrap();
        assert_eq!(browser.send(request).await.status, StatusCode::SEE_OTHER);
        let entry = house.on(|conn| AuditLog::trail().action("create").load(conn).unwrap());
        assert_eq!(entry[0].ip.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn what_the_next_page_says_is_text() {
    let house = House::new(FullAccess);
    let mut browser = Browser::of(&house, "chief").await;
    // What a cookie says is not signed; it is text, and short.
    let evil = "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg";
    browser.cookies.insert("__Host-admin-said".to_owned(), evil.to_owned());
    let page = browser.get("/admin/").await;
    assert!(page.has("&lt;script&gt;alert(1)") && !page.has("<script>alert"), "{}", page.body);
    assert!(!browser.cookies.contains_key("__Host-admin-said"), "it is said once");
}

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll<'a>(&mut self, of: &[&'a str]) -> &'a str {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        of[usize::try_from(self.0 % of.len() as u64).unwrap()]
    }
}

#[tokio::test]
async fn no_parameter_breaks_a_page() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let history = format!("{}history", at(&story));
    let pages = [
        "/admin/articles/",
        "/admin/articles/-/trash",
        "/admin/published/",
        "/admin/articles/-/options",
        "/admin/-/trail",
        "/admin/-/find",
        &history,
    ];
    let names = [
        "q",
        "sort",
        "limit",
        "after",
        "before",
        "count",
        "status",
        "status.not",
        "author_id",
        "words.from",
        "words.before",
        "notes.contains",
        "title",
        "id",
        "deleted_at",
        "email",
        "action",
        "model",
        "actor",
        "field",
        "request",
        "batch",
        "since",
        "until",
        "'%20OR%201=1",
        "%00",
        "-csrf",
    ];
    let values = [
        "",
        "1",
        "-1",
        "0",
        "true",
        "draft",
        "9999999999999999999999",
        "1e308",
        "NaN",
        "2026-13-45",
        "%00",
        "%FF",
        "%27;DROP%20TABLE%20articles",
        "%25",
        "%5C",
        "title,title",
        "-title,words",
        "%F0%9F%90%98",
        "articles",
        "-9223372036854775808",
        "0190c8a0-0000-7000-8000-000000000000",
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut browser = Browser::of(&house, "chief").await;
    let (mut good, mut bad) = (0, 0);
    for round in 0..400 {
        let pair = |dice: &mut Dice| format!("{}={}", dice.roll(&names), dice.roll(&values));
        let pairs: Vec<String> = (0..=round % 3).map(|_| pair(&mut dice)).collect();
        let path = format!("{}?{}", dice.roll(&pages), pairs.join("&"));
        match browser.get(&path).await.status {
            StatusCode::OK => good += 1,
            StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => bad += 1,
            other => panic!("{path}: {other}"),
        }
    }
    assert!(good > 20 && bad > 20, "{good} {bad}");
    assert_eq!(house.stored(story.id).title, "A story");
}
