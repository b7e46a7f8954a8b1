//! The public site and the door of the desk, as a browser asks for them.

use crate::web::{Reply, Web};
use axum::body::Body;
use axum::http::Request;
use newsroom::web::Settings;
use serde_json::{Value, json};
use std::env;
use std::process::Command;

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
    let written = web.ask("nobody", "POST", "/", &[], &Value::Null);
    assert!(written.status == 405 && written.text.contains("<h1>Not possible</h1>"), "{}", written.text);
    let odd = web.get("nobody", "/articles/%FF");
    assert!(odd.status == 400 && odd.text.contains("<h1>Not understood</h1>"), "{}", odd.text);
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
    let bad = json!({ "body": "# Storm\n\n<script>alert(1)</script><img src=x onerror=alert(1)>\n\n**loud**", "title": "<b>Storm</b>" });
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
    assert!(door.header("location").starts_with("/desk/-/login"), "{}", door.header("location"));
    let form = web.get("nobody", door.header("location"));
    assert_eq!(form.status, 200, "{}", form.text);
    assert!(form.text.contains("password"), "{}", form.text);
    // A token of the API opens nothing here.
    assert!([302, 303].contains(&web.get("chief", "/desk/articles/").status));
}

/// The hidden fields of a form, as it is sent back.
fn hidden(page: &str) -> String {
    let inputs = page.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap());
    let of = |input: &str, name: &str| {
        input.split(&format!("{name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    let fields = inputs
        .filter(|input| input.contains("type=\"hidden\""))
        .filter_map(|input| Some((of(input, "name")?, of(input, "value")?)));
    fields
        .map(|(name, value)| format!("{name}={}&", value.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")))
        .collect()
}

/// The token of the forms of a page.
pub(crate) fn token(page: &str) -> String {
    let rest = page.split("name=\"-csrf\" value=\"").nth(1).expect("the page has a form");
    rest.split('"').next().unwrap().to_owned()
}

/// The cookies that an answer sets.
pub(crate) fn cookies(reply: &Reply) -> String {
    let set = reply.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    set.map(|cookie| cookie.split(';').next().unwrap().to_owned()).collect::<Vec<_>>().join("; ")
}

/// Logs in at the desk, and returns the cookies; none if that is refused.
pub(crate) fn log_in(web: &Web, role: &str) -> Option<String> {
    let person = web.demo.people.iter().find(|person| person.role.to_string() == role).unwrap();
    let door = web.get("nobody", "/desk/-/login");
    let body = format!("{}name={}&password={}", hidden(&door.text), person.email, person.password);
    let request = Request::post("/desk/-/login").header("content-type", "application/x-www-form-urlencoded");
    let request = request.header("sec-fetch-site", "same-origin").header("cookie", cookies(&door));
    let reply = web.send(request.body(Body::from(body)).unwrap());
    (reply.status == 303).then(|| cookies(&reply))
}

#[test]
fn each_role_has_its_pages_at_the_desk() {
    let web = Web::new();
    let pages =
        ["articles/", "articles/-/new", "comments/", "authors/", "tags/", "products/", "tasks/", "articles/-/trash"];
    for (role, expected) in [
        ("reporter", [200, 200, 200, 200, 200, 200, 404, 200]),
        ("editor", [200, 200, 200, 200, 200, 200, 404, 200]),
        ("chief", [200; 8]),
        ("auditor", [200, 403, 200, 200, 200, 200, 200, 403]),
    ] {
        let session = log_in(&web, role).unwrap_or_else(|| panic!("the {role} cannot log in"));
        let answers =
            pages.map(|page| web.ask("nobody", "GET", &format!("/desk/{page}"), &[("cookie", &session)], &Value::Null));
        assert_eq!(answers.each_ref().map(|answer| answer.status), expected, "{role}: {pages:?}");
        let drafts = answers[0].text.contains("Night buses from June");
        assert_eq!(drafts, role != "reporter", "a reporter sees no drafts of others");
        for answer in &answers {
            assert!(!answer.text.contains("@newsroom.example") && !answer.text.contains("$argon2"), "{}", answer.text);
        }
    }
    assert_eq!(log_in(&web, "reader"), None, "a reader has no place at the desk");
}

#[test]
fn a_reporter_deletes_an_own_article_with_what_readers_said_below_it() {
    let web = Web::new();
    let session = log_in(&web, "reporter").expect("the reporter can log in");
    let own = web.one("editor", "articles?q=Storm");
    let place = format!("/desk/articles/{}/delete", own["id"].as_str().unwrap());
    let ask = |path: &str| web.ask("nobody", "GET", path, &[("cookie", &session)], &Value::Null);
    let asked = ask(&place);
    assert!(asked.status == 200 && asked.text.contains("comments"), "{}", asked.text);
    let version = own["version"].to_string();
    let body = format!("-csrf={}&-version={version}", token(&asked.text));
    let request = Request::post(&place).header("content-type", "application/x-www-form-urlencoded");
    let request = request.header("sec-fetch-site", "same-origin").header("cookie", &session);
    let done = web.send(request.body(Body::from(body)).unwrap());
    assert_eq!(done.status, 303, "{}", done.text);
    // The comment alone is still not theirs to delete, and the article of another is not either.
    let comment = web.one("editor", "comments?state=approved")["id"].to_string();
    assert_eq!(ask(&format!("/desk/comments/{comment}/delete")).status, 403);
    let other = web.one("editor", "articles?q=Council");
    assert_eq!(ask(&format!("/desk/articles/{}/delete", other["id"].as_str().unwrap())).status, 403);
    assert_eq!(ask(&place.replace("delete", "restore")).status, 200, "and it all comes back");
}

#[test]
fn the_desk_calls_authors_by_their_names_and_has_sections() {
    let web = Web::new();
    let session = log_in(&web, "editor").expect("the editor can log in");
    let ask = |path: &str| web.ask("nobody", "GET", path, &[("cookie", &session)], &Value::Null).text;
    let list = ask("/desk/articles/");
    assert!(list.contains(">Rosa Lind<") && !list.contains(">rosa<"), "{list}");
    let (published, drafts) = (ask("/desk/published/"), ask("/desk/drafts/"));
    assert!(published.contains("Storm warning") && !published.contains("Night buses"), "{published}");
    assert!(drafts.contains("Night buses") && !drafts.contains("Storm warning"), "{drafts}");
    let article = web.one("editor", "articles?q=Storm");
    let page = ask(&format!("/desk/articles/{}/", article["id"].as_str().unwrap()));
    assert!(
        page.contains("<legend>For search engines</legend>") && page.contains("<legend>Comments</legend>"),
        "{page}"
    );
    assert!(page.contains("do/archive") && !page.contains("do/publish"), "what is out cannot be published again");
}

#[test]
fn the_desk_keeps_what_another_has_changed_though_the_trail_skips_the_version() {
    let web = Web::new();
    let session = log_in(&web, "editor").expect("the editor can log in");
    let article = web.one("editor", "articles?q=Storm");
    let place = format!("/desk/articles/{}/", article["id"].as_str().unwrap());
    let form = web.ask("nobody", "GET", &place, &[("cookie", &session)], &Value::Null);
    let other = json!({ "standfirst": "Theirs." });
    let tag = format!("\"v{}\"", article["version"]);
    let changed = web.ask("editor", "PATCH", &crate::web::at("articles", &article), &[("if-match", &tag)], &other);
    assert_eq!(changed.status, 200, "{}", changed.text);

    let old = article["standfirst"].as_str().unwrap().replace(' ', "+").replace('/', "%2F");
    let body = format!("{}title=Mine&standfirst={old}", hidden(&form.text));
    let request = Request::post(&place).header("content-type", "application/x-www-form-urlencoded");
    let request = request.header("sec-fetch-site", "same-origin").header("cookie", session);
    let merge = web.send(request.body(Body::from(body)).unwrap());
    assert_eq!(merge.status, 409, "{}", merge.text);
    for words in ["Changed by them alone", "Theirs.", "Changed by you alone", "Mine"] {
        assert!(merge.text.contains(words), "{words}: {}", merge.text);
    }
    assert!(!merge.text.contains("Changed by both"), "{}", merge.text);
}

#[test]
fn the_author_of_an_article_is_kept_in_memory_until_somebody_changes_it() {
    // Every write to authors in this process drops those that are kept, also one to the database of another test. So
    // this test has a process of its own.
    const ALONE: &str = "NEWSROOM_TEST_ALONE";
    if env::var_os(ALONE).is_none() {
        let name = "site::the_author_of_an_article_is_kept_in_memory_until_somebody_changes_it";
        let mut alone = Command::new(env::current_exe().unwrap());
        let run = alone.args(["--exact", name]).env(ALONE, "1").output().unwrap();
        let told = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success() && told.contains("1 passed"), "{told}");
        return;
    }
    let settings = Settings::default();
    let web = Web::with(&settings);
    // The demo was written in a transaction of Diesel itself, of which the library sees no end.
    settings.authors.forget();
    let page = "/articles/storm-warning-for-the-north-coast";
    let first = web.counted(|| web.get("nobody", page));
    assert_eq!(web.counted(|| web.get("nobody", page)), first - 1, "the author is not read again");
    assert!(web.get("nobody", page).text.contains("Rosa Lind"));

    // The desk answers in this process.
    let session = log_in(&web, "editor").expect("the editor can log in");
    let place = format!("/desk/authors/{}/", web.one("editor", "authors?handle=rosa")["id"].as_str().unwrap());
    let form = web.ask("nobody", "GET", &place, &[("cookie", &session)], &Value::Null);
    let body = format!("{}handle=rosa&name=R.+Parks", hidden(&form.text));
    let request = Request::post(&place).header("content-type", "application/x-www-form-urlencoded");
    let request = request.header("sec-fetch-site", "same-origin").header("cookie", session);
    let saved = web.send(request.body(Body::from(body)).unwrap());
    assert_eq!(saved.status, 303, "{}", saved.text);
    let renamed = web.get("nobody", page).text;
    assert!(renamed.contains("R. Parks") && !renamed.contains("Rosa Lind"), "{renamed}");
    assert_eq!(web.counted(|| web.get("nobody", page)), first - 1);
}
