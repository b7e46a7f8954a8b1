//! Readers of the public site who sign up, comment and like, and pictures for articles.

use crate::site::cookies;
use crate::web::{Reply, Web};
use axum::body::Body;
use axum::http::Request;
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::Signal;
use model_core::prelude::*;
use newsroom::events::Listeners;
use newsroom::mail;
use newsroom::models::{Comment, Reaction};
use newsroom::web::Settings;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const STORY: &str = "/articles/storm-warning-for-the-north-coast";

/// A newsroom whose mails and pictures go into a folder.
fn newsroom(folder: &Path) -> Web {
    let mut signal = Signal::new();
    mail::folder(&mut signal, folder.join("mail"), "https://news.example".to_owned());
    let listeners = Listeners::new(signal);
    Web::with(&Settings { listeners, pictures: folder.join("pictures"), ..Settings::default() })
}

fn encoded(form: &[(&str, &str)]) -> String {
    serde_html_form::to_string(form).unwrap()
}

fn send(web: &Web, path: &str, cookie: &str, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Reply {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    web.send(request.header("cookie", cookie).body(Body::from(encoded(form))).unwrap())
}

fn open(web: &Web, path: &str, cookie: &str) -> Reply {
    web.ask("nobody", "GET", path, &[("cookie", cookie)], &Value::Null)
}

/// The texts of all mails, without the line ends that their transport adds.
fn mails(folder: &Path) -> Vec<String> {
    let Ok(files) = fs::read_dir(folder.join("mail")) else { return Vec::new() };
    let text = |file: fs::DirEntry| fs::read_to_string(file.path()).unwrap().replace("=\r\n", "").replace("=3D", "=");
    files.map(|file| text(file.unwrap())).collect()
}

fn sign_in(web: &Web, email: &str, password: &str) -> Reply {
    send(web, "/sign-in", "", &[], &[("email", email), ("password", password), ("next", STORY)])
}

/// The cookie of somebody out of the demo.
fn cookie_of(web: &Web, role: &str) -> String {
    let person = web.demo.people.iter().find(|person| person.role.to_string() == role).unwrap();
    let reply = sign_in(web, &person.email, &person.password);
    assert_eq!((reply.status, reply.header("location")), (303, STORY), "{}", reply.text);
    let set = reply.header("set-cookie");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"), "{set}");
    cookies(&reply)
}

fn token(page: &Reply) -> String {
    crate::site::token(&page.text)
}

#[test]
fn a_reader_signs_up_by_a_mail() {
    let folder = TempDir::new().unwrap();
    let web = newsroom(folder.path());
    let form = [("name", "Ada"), ("email", "ada@readers.example"), ("password", "correct horse")];
    let sent = send(&web, "/sign-up", "", &[], &form);
    assert!(sent.status == 200 && sent.text.contains("Look into your mail"), "{}", sent.text);
    let early = sign_in(&web, "ada@readers.example", "correct horse");
    assert!(early.status == 422 && early.text.contains("is not verified"), "{}", early.text);

    let all = mails(folder.path());
    assert!(all.len() == 1 && all[0].contains("To: ada@readers.example"), "{all:?}");
    let link = all[0].split("https://news.example").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let asks = web.get("nobody", &link);
    assert!(asks.status == 200 && asks.header("cache-control") == "no-store", "{}", asks.text);
    assert_eq!(
        sign_in(&web, "ada@readers.example", "correct horse").status,
        422,
        "a link that is followed writes nothing"
    );
    let key = link.split("token=").nth(1).unwrap();
    let wrong = [("email", "ada@readers.example"), ("token", "0123")];
    assert_eq!(send(&web, "/confirm", "", &[], &wrong).status, 410);
    let right = [("email", "ada@readers.example"), ("token", key)];
    assert_eq!(send(&web, "/confirm", "", &[], &right).header("location"), "/sign-in?said=confirmed");
    assert_eq!(send(&web, "/confirm", "", &[], &right).status, 410, "it works once");
    assert_eq!(sign_in(&web, "ADA@readers.example", "correct horse").status, 303);

    // Whoever asks about an address is told the same; its holder hears of it.
    let again = [("name", "Eve"), ("email", "ada@readers.example"), ("password", "another horse")];
    let again = send(&web, "/sign-up", "", &[], &again);
    assert_eq!(again.text, sent.text);
    assert_eq!(mails(folder.path()).iter().filter(|mail| mail.contains("has an account already")).count(), 1);
    for (form, words) in [
        ([("name", "Bo"), ("email", "nobody"), ("password", "correct horse")], "email"),
        ([("name", "Bo"), ("email", "bo@readers.example"), ("password", "short")], "8 to 1024"),
    ] {
        let refused = send(&web, "/sign-up", "", &[], &form);
        assert!(refused.status == 422 && refused.text.contains(words), "{}", refused.text);
        assert!(refused.text.contains("value=\"Bo\"") && !refused.text.contains("horse"), "{}", refused.text);
    }
    assert_eq!(mails(folder.path()).len(), 2);
}

#[test]
fn a_comment_waits_for_the_desk_and_its_author_is_told() {
    let folder = TempDir::new().unwrap();
    let web = newsroom(folder.path());
    let reader = cookie_of(&web, "reader");
    let page = open(&web, STORY, &reader);
    assert!(page.text.contains("Your comment as Grace") && page.header("cache-control") == "private, no-cache");
    let csrf = token(&page);
    let path = format!("{STORY}/comments");
    let said = send(&web, &path, &reader, &[], &[("-csrf", &csrf), ("body", "<b>I saw it</b>, from the pier.")]);
    assert_eq!((said.status, said.header("location")), (303, &*format!("{STORY}?said=comment#say")), "{}", said.text);
    let after = open(&web, &format!("{STORY}?said=comment"), &reader);
    assert!(after.text.contains("when the desk has read it") && !after.text.contains("I saw it"), "{}", after.text);
    let mails = mails(folder.path());
    assert!(mails.len() == 1 && mails[0].contains("To: rosa@newsroom.example"), "{mails:?}");
    assert!(mails[0].contains("https://news.example/desk/comments/") && !mails[0].contains("I saw it"), "{mails:?}");

    let conn = &mut web.connect();
    let all: Vec<Comment> = Comment::objects().load(conn).unwrap();
    let own = all.iter().find(|comment| comment.body.contains("I saw it")).unwrap();
    assert_eq!(own.reader, "Grace");
    let entry = AuditLog::trail().content_type("comment").object_id(own.id.to_string()).load(conn).unwrap();
    assert!(entry[0].actor_kind == "account" && entry[0].request_id.is_some(), "{entry:?}");

    // A comment that is not shown cannot be replied to, and no empty one can be sent.
    let hidden = own.id.to_string();
    let reply = send(&web, &path, &reader, &[], &[("-csrf", &csrf), ("body", "Me too"), ("to", &hidden)]);
    assert_eq!(reply.status, 404, "{}", reply.text);
    let shown = all.iter().find(|one| one.article_id == own.article_id && one.state.to_string() == "approved").unwrap();
    let form = open(&web, &format!("{STORY}?reply={}", shown.id), &reader);
    assert!(form.text.contains(&format!("name=\"to\" value=\"{}\"", shown.id)), "{}", form.text);
    let to = shown.id.to_string();
    assert_eq!(send(&web, &path, &reader, &[], &[("-csrf", &csrf), ("body", "Me too"), ("to", &to)]).status, 303);
    for body in ["", "  ", &"x".repeat(2001)] {
        let refused = send(&web, &path, &reader, &[], &[("-csrf", &csrf), ("body", body)]);
        assert!(refused.status == 422 && refused.text.contains("role=\"alert\""), "{}", refused.text);
    }
    // What was typed when the session was over is not lost.
    let lost = send(&web, &path, "reader=gone", &[], &[("-csrf", &csrf), ("body", "A long text")]);
    assert!(lost.status == 401 && lost.text.contains("A long text"), "{}", lost.text);
    assert!(open(&web, STORY, "").text.contains("Sign in</a> to comment"));
}

#[test]
fn a_like_is_one_however_often_it_is_sent() {
    let folder = TempDir::new().unwrap();
    let web = newsroom(folder.path());
    let (reader, editor) = (cookie_of(&web, "reader"), cookie_of(&web, "editor"));
    let path = format!("{STORY}/like");
    let csrf = token(&open(&web, STORY, &reader));
    for _ in 0..2 {
        assert_eq!(send(&web, &path, &reader, &[], &[("-csrf", &csrf)]).header("location"), STORY);
    }
    let page = open(&web, STORY, &reader);
    assert!(page.text.contains("♥ Liked") && page.text.contains(">1 like<"), "{}", page.text);
    let others = open(&web, STORY, &editor);
    assert!(others.text.contains("♡ Like") && others.text.contains(">1 like<"), "{}", others.text);
    assert_eq!(send(&web, &path, &editor, &[], &[("-csrf", &token(&others))]).status, 303);
    assert!(open(&web, STORY, "").text.contains("2 likes"));
    for _ in 0..2 {
        assert_eq!(send(&web, &path, &reader, &[], &[("-csrf", &csrf), ("back", "true")]).status, 303);
    }
    assert!(open(&web, STORY, "").text.contains("1 like<"));
    assert_eq!(Reaction::objects().count().get_result::<i64>(&mut web.connect()).unwrap(), 1);
    assert_eq!(send(&web, "/articles/night-buses-from-june/like", &reader, &[], &[("-csrf", &csrf)]).status, 404);
    assert_eq!(send(&web, &path, "", &[], &[("-csrf", &csrf)]).status, 401);
}

#[test]
fn a_form_of_another_site_or_session_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let web = newsroom(folder.path());
    let (reader, editor) = (cookie_of(&web, "reader"), cookie_of(&web, "editor"));
    let (own, foreign) = (token(&open(&web, STORY, &reader)), token(&open(&web, STORY, &editor)));
    let path = format!("{STORY}/comments");
    for csrf in ["", "x", &foreign] {
        let refused = send(&web, &path, &reader, &[], &[("-csrf", csrf), ("body", "Evil")]);
        assert!(refused.status == 403 && refused.text.contains("out of date"), "{}", refused.text);
    }
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        let headers = [(name, value), ("host", "news.example")];
        for (path, form) in [
            (&*path, [("-csrf", &*own), ("body", "Evil")]),
            ("/sign-in", [("email", "grace@newsroom.example"), ("password", "x")]),
            ("/sign-up", [("email", "evil@newsroom.example"), ("password", "long enough")]),
        ] {
            let refused = send(&web, path, &reader, &headers, &form);
            assert!(refused.status == 403 && refused.text.contains("another site"), "{path}: {}", refused.text);
        }
    }
    assert_eq!(send(&web, "/sign-out", &reader, &[], &[("-csrf", "")]).status, 403);
    assert!(open(&web, STORY, &reader).text.contains("Sign out"));
    let out = send(&web, "/sign-out", &reader, &[], &[("-csrf", &own)]);
    assert!(out.status == 303 && out.header("set-cookie").contains("Max-Age=0"), "{:?}", out.headers);
    assert!(!open(&web, STORY, &reader).text.contains("Sign out"), "the old cookie opens nothing");
    // Cookies are nothing to the API, and its tokens nothing to the site.
    assert_eq!(open(&web, "/api/v1/accounts/me", &editor).status, 401);
    assert!(!web.get("editor", STORY).text.contains("Sign out"));
    assert!(mails(folder.path()).is_empty());
}

#[test]
fn passwords_cannot_be_tried_for_long() {
    let web = Web::with(&Settings { attempts: 3, ..Settings::default() });
    let tried: Vec<u16> = (0..5).map(|_| sign_in(&web, "grace@newsroom.example", "wrong horse").status).collect();
    assert_eq!(tried, [422, 422, 422, 429, 429]);
    let unknown = Web::new();
    let [one, other] = ["grace@newsroom.example", "nobody@newsroom.example"]
        .map(|email| sign_in(&unknown, email, "wrong horse").text.replace(email, ""));
    assert_eq!(one, other, "an unknown address and a wrong password are told the same");
    let person = unknown.demo.people.iter().find(|person| person.role.to_string() == "reader").unwrap();
    for next in ["https://evil.example/", "//evil.example", "/\\evil", "javascript:alert(1)"] {
        let form = [("email", &*person.email), ("password", &*person.password), ("next", next)];
        assert_eq!(send(&unknown, "/sign-in", "", &[], &form).header("location"), "/", "{next}");
    }
}

/// A form with a file, as a browser sends it.
fn upload(web: &Web, cookie: &str, csrf: &str, name: &str, media: &str, bytes: &[u8]) -> Reply {
    let mut body =
        format!("--x\r\nContent-Disposition: form-data; name=\"-csrf\"\r\n\r\n{csrf}\r\n--x\r\n").into_bytes();
    let head =
        format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {media}\r\n\r\n");
    body.extend(head.as_bytes());
    body.extend(bytes);
    body.extend(b"\r\n--x--\r\n");
    let request = Request::post("/pictures").header("content-type", "multipart/form-data; boundary=x");
    web.send(request.header("cookie", cookie).body(Body::from(body)).unwrap())
}

#[test]
fn a_picture_is_what_its_bytes_say_under_a_name_of_ours() {
    let folder = TempDir::new().unwrap();
    let web = newsroom(folder.path());
    let (reporter, reader) = (cookie_of(&web, "reporter"), cookie_of(&web, "reader"));
    let csrf = token(&open(&web, "/pictures", &reporter));
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;<script>alert(1)</script>";
    let stored = upload(&web, &reporter, &csrf, "../../evil.html", "text/html", gif);
    let place = stored.header("location").to_owned();
    assert_eq!(stored.status, 303, "{}", stored.text);
    let name = place.split("stored=").nth(1).unwrap().to_owned();
    assert!(name.len() == 36 && name.ends_with(".gif"), "{name}");
    assert!(open(&web, &place, &reporter).text.contains(&format!("![What it shows](/pictures/{name})")));
    assert_eq!(upload(&web, &reporter, &csrf, "again.gif", "image/gif", gif).header("location"), place);
    let files: Vec<_> = fs::read_dir(folder.path().join("pictures")).unwrap().collect();
    assert_eq!(files.len(), 1, "the same picture is stored once, and no part of one is left");

    let shown = web.get("nobody", &format!("/pictures/{name}"));
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/gif"));
    assert_eq!(shown.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("cache-control").contains("immutable"));
    let taken: Vec<_> = AuditLog::trail().action("picture.uploaded").load(&mut web.connect()).unwrap();
    assert!(taken.len() == 2 && taken.iter().all(|entry| entry.request_id.is_some()), "{taken:?}");

    for (bytes, media) in
        [(&b"<svg onload=alert(1)>"[..], "image/svg+xml"), (b"<html>", "image/png"), (b"", "image/png")]
    {
        let refused = upload(&web, &reporter, &csrf, "x.png", media, bytes);
        assert!(refused.status == 422 && refused.text.contains("not a PNG"), "{}", refused.text);
    }
    let mut large = gif.to_vec();
    large.resize(2 << 20, 0);
    let refused = upload(&web, &reporter, &csrf, "x.gif", "image/gif", &large);
    assert!(refused.status == 413 && refused.text.contains("Too large"), "{}", refused.text);
    assert_eq!(upload(&web, &reporter, "x", "x.gif", "image/gif", gif).status, 403);
    let own = token(&open(&web, STORY, &reader));
    assert_eq!(upload(&web, &reader, &own, "x.gif", "image/gif", gif).status, 403, "a reader writes no articles");
    assert_eq!(upload(&web, "", &csrf, "x.gif", "image/gif", gif).status, 401);
    assert_eq!([open(&web, "/pictures", &reader).status, open(&web, "/pictures", "").status], [403, 401]);
    for bad in ["x.gif", "..%2f..%2fetc%2fpasswd", &format!("{name}.html"), &name.replace(".gif", ".svg")] {
        assert_eq!(web.get("nobody", &format!("/pictures/{bad}")).status, 404, "{bad}");
    }
    let files: Vec<_> = fs::read_dir(folder.path().join("pictures")).unwrap().collect();
    assert_eq!(files.len(), 1);
}
