//! What somebody tries who means harm.

use super::backend::Conn;
use super::house::{Browser, House, PASSWORD, at};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use model_admin::FullAccess;

#[tokio::test]
async fn every_answer_has_the_headers() {
    let house = House::with(FullAccess, |site| site.hsts());
    let mut browser = Browser::new(&house);
    let door = browser.get("/admin/-/login").await;
    let style = door.links().into_iter().find(|link| link.contains("/static/")).expect("the page has a style sheet");
    let sheet = browser.get(&style).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert_eq!(sheet.headers["cache-control"], "public, max-age=31536000, immutable");
    let mut inside = Browser::of(&house, "chief").await;
    for answer in [
        door,
        browser.get("/admin/nothing/").await,
        inside.get("/admin/nothing/").await,
        inside.get("/admin/").await,
        sheet,
    ] {
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe")
        );
        for (name, value) in
            [("x-frame-options", "DENY"), ("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin")]
        {
            assert_eq!(answer.headers[name], value);
        }
        assert!(answer.headers.contains_key("strict-transport-security"));
        assert!(!answer.has("style=\"") && !answer.has("<script>") && !answer.has("onclick"));
    }
    assert_eq!(inside.get("/admin/").await.headers["cache-control"], "no-store");
    assert!(inside.cookies.contains_key("__Host-admin"));
    let raw = house.app.clone();
    let answer =
        tower::ServiceExt::oneshot(raw, Request::get("/admin/-/login").body(Body::empty()).unwrap()).await.unwrap();
    let set = answer.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Secure") && set.contains("Path=/"),
        "{set}"
    );
}

#[tokio::test]
async fn a_foreign_form_writes_nothing() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let mut browser = Browser::of(&house, "chief").await;
    let mut other = Browser::of(&house, "chief").await;
    let token = browser.get(&at(&story)).await.token();
    let foreign = other.get(&at(&story)).await.token();
    let before = house.dump();
    for bad in ["", "x", &*foreign, &token[..token.len() - 2]] {
        let answer = browser.post(&at(&story), &[("-csrf", bad), ("-version", "1"), ("title", "Evil")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{bad}");
    }
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        let body = format!("-csrf={token}&-version=1&title=Evil");
        let request = Request::post(at(&story))
            .header("host", "desk.example")
            .header(name, value)
            .body(Body::from(body))
            .unwrap();
        let answer = browser.send(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.text().contains("This came from another site"), "{}", answer.text());
    }
    for page in ["/admin/-/logout", "/admin/-/logout-everywhere", "/admin/articles/-/new"] {
        assert_eq!(browser.post(page, &[]).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    assert_eq!(house.dump(), before);
    assert_eq!(browser.get("/admin/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_not_in_the_form_is_not_written() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let mut browser = Browser::of(&house, "chief").await;
    let form = [
        ("id", "00000000-0000-0000-0000-000000000000"),
        ("version", "99"),
        ("created_at", "1999-01-01T00:00:00Z"),
        ("deleted_at", "1999-01-01T00:00:00Z"),
        ("deletion_batch", "00000000-0000-0000-0000-000000000000"),
        ("title", "Changed"),
    ];
    let saved = browser.submit(&at(&story), &at(&story), &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let now = house.stored(story.id);
    assert_eq!((now.version, now.created_at, now.deleted_at), (2, story.created_at, None));
    assert_eq!(now.title, "Changed");
}

#[tokio::test]
async fn text_stays_text() {
    let house = House::new(FullAccess);
    let evil = "<script>alert(1)</script>\"'><img src=x>";
    let ada = house.author(evil);
    let story = house.article(ada.id, evil);
    house.comment(&story, evil);
    let mut browser = Browser::of(&house, "chief").await;
    let pages = [
        "",
        "articles/",
        "comments/",
        "authors/",
        "articles/-/trash",
        "-/trail",
        "-/find?q=%3Cscript%3E",
        "authors/-/options",
        "articles/?q=%27%22%3Cscript%3E",
    ];
    let own: Vec<String> = ["", "history", "delete"].iter().map(|page| format!("{}{page}", at(&story))).collect();
    for page in pages.iter().map(|page| format!("/admin/{page}")).chain(own) {
        let answer = browser.get(&page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(!answer.has("<script>alert") && !answer.has("<img src=x") && !answer.has("\"'>"), "{page}");
    }
    assert!(browser.get("/admin/articles/?q=%25").await.text().contains("No articles match."), "a percent sign is one");
}

#[tokio::test]
async fn nobody_is_led_away() {
    let house = House::new(FullAccess);
    for next in [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil",
        "/a/../../evil",
        "javascript:alert(1)",
        "/%5cevil",
        "/-/logout",
        "",
    ] {
        let mut browser = Browser::new(&house);
        let answer = browser.log_in("chief", PASSWORD, next).await;
        assert_eq!(answer.location(), "/admin", "{next}");
    }
}

#[tokio::test]
async fn too_much_and_the_wrong_way_are_refused() {
    let house = House::new(FullAccess);
    let mut browser = Browser::of(&house, "chief").await;
    let large = Request::post("/admin/tags/-/new").body(Body::from(vec![b'a'; 2_000_000])).unwrap();
    assert_eq!(browser.send(large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let many = Request::post("/admin/tags/-/new").body(Body::from("a=1&".repeat(300))).unwrap();
    assert_eq!(browser.send(many).await.status, StatusCode::BAD_REQUEST);
    let put = browser.send(Request::put("/admin/tags/").body(Body::empty()).unwrap()).await;
    assert_eq!(
        (put.status, put.headers["allow"].to_str().unwrap()),
        (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD, POST")
    );
    let post = browser.post("/admin/tags/", &[]).await;
    assert_eq!((post.status, post.headers["allow"].to_str().unwrap()), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD"));
    assert_eq!(browser.get("/admin/-/logout").await.status, StatusCode::METHOD_NOT_ALLOWED);
    let head = browser.send(Request::head("/admin/tags/").body(Body::empty()).unwrap()).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    for none in [
        "/admin/secrets/",
        "/admin/articles/nope/",
        "/admin/-/nothing",
        "/admin/articles/%00/",
        "/admin/tags/1/",
        "/admin/tags/9%27%20OR%201=1/",
    ] {
        let answer = browser.get(none).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{none}");
        assert!(answer.has("Back to the start") && answer.has("class=\"top\""), "{none}");
    }
}

#[tokio::test]
async fn a_desk_without_connections_says_so_and_recovers() {
    use model_admin::{Pool, Site, Unavailable};
    use std::sync::atomic::{AtomicBool, Ordering};

    struct Empty(AtomicBool);
    impl Pool<Conn> for Empty {
        fn lend(&self, work: &mut dyn FnMut(&mut Conn)) -> Result<(), Unavailable> {
            if self.0.swap(false, Ordering::Relaxed) {
                return Err(Unavailable);
            }
            let (_place, mut conn) = super::backend::open();
            work(&mut conn);
            Ok(())
        }
    }
    let roles = super::house::Roles { asked: std::sync::Arc::default() };
    let app = Site::new("Busy").policy(FullAccess).login(roles).pool(Empty(AtomicBool::new(true))).into_router();
    let ask = || Request::get("/-/login").body(Body::empty()).unwrap();
    let busy = tower::ServiceExt::oneshot(app.clone(), ask()).await.unwrap();
    assert_eq!(busy.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(busy.headers()["retry-after"], "2");
    assert_eq!(tower::ServiceExt::oneshot(app, ask()).await.unwrap().status(), StatusCode::OK);
}
