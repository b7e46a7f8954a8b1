//! The public site and the door of the desk, as a browser asks for them.

use crate::web::Web;
use serde_json::{Value, json};

#[test]
fn readers_find_published_articles_and_nothing_else() {
    let web = Web::new();
    let home = web.get("nobody", "/");
    assert_eq!((home.status, home.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(home.text.contains("Storm warning for the north coast") && !home.text.contains("Night buses from June"));
    for path in ["/articles/night-buses-from-june", "/articles/nothing", "/authors/nobody", "/tags/nothing", "/nothing"]
    {
        let reply = web.get("nobody", path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(reply.text.contains("<h1>Not found</h1>"), "{path}: {}", reply.text);
    }
    assert_eq!(web.get("nobody", "/?after=nonsense").status, 400);
    assert_eq!(web.ask("nobody", "POST", "/", &[], &Value::Null).status, 405);
    for path in
        ["/articles/storm-warning-for-the-north-coast", "/authors/rosa", "/tags/weather", "/feed.atom", "/style.css"]
    {
        let reply = web.get("nobody", path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert!(reply.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
    }
    assert!(!home.text.contains("<script") && !home.text.contains(" style="), "{}", home.text);
}

#[test]
fn an_article_is_shown_once_and_then_only_if_it_changed() {
    let web = Web::new();
    let path = "/articles/storm-warning-for-the-north-coast";
    let page = web.get("nobody", path);
    let tag = page.header("etag").to_owned();
    let same = |tag: &str| web.ask("nobody", "GET", path, &[("if-none-match", tag)], &Value::Null);
    assert_eq!((same(&tag).status, &*same(&tag).text, same("\"x\"").status), (304, "", 200));

    let article = web.one("editor", "articles?q=Storm");
    let at = format!("/api/v1/articles/{}", article["id"].as_str().unwrap());
    let tag_of = |reply: &str| format!("\"v{}\"", serde_json::from_str::<Value>(reply).unwrap()["version"]);
    let bad = json!({ "body": "# Storm\n\n<script>alert(1)</script><img src=x onerror=alert(1)> **loud**", "title": "<b>Storm</b>" });
    let changed = web.ask("editor", "PATCH", &at, &[("if-match", &tag_of(&article.to_string()))], &bad);
    assert_eq!(changed.status, 200, "{}", changed.text);
    let page = same(&tag);
    assert_eq!(page.status, 200, "it changed");
    assert!(
        page.text.contains("<strong>loud</strong>") && page.text.contains("&lt;b&gt;Storm&lt;/b&gt;"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("<script") && !page.text.contains("onerror"), "{}", page.text);
    let feed = web.get("nobody", "/feed.atom").text;
    assert!(!feed.contains("<script") && !feed.contains("&lt;script"), "{feed}");

    let gone = web.ask("editor", "DELETE", &at, &[("if-match", &tag_of(&changed.text))], &Value::Null);
    assert_eq!(gone.status, 200, "{}", gone.text);
    let page = web.get("nobody", path);
    assert_eq!(page.status, 410);
    assert!(page.text.contains("was deleted") && !page.text.contains("loud"), "{}", page.text);
    assert!(!web.get("nobody", "/").text.contains("Storm"), "the list has it no more");
}

#[test]
fn the_desk_asks_who_is_there() {
    let web = Web::new();
    let door = web.get("nobody", "/desk/articles/");
    assert!([302, 303].contains(&door.status), "{} {}", door.status, door.text);
    assert!(door.header("location").starts_with("/desk/login"), "{}", door.header("location"));
    let form = web.get("nobody", door.header("location"));
    assert_eq!(form.status, 200, "{}", form.text);
    assert!(form.text.contains("password"), "{}", form.text);
    // A token of the API opens nothing here.
    assert!([302, 303].contains(&web.get("chief", "/desk/articles/").status));
}
