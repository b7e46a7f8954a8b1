//! The JSON API, request by request, without a socket.

use crate::desk::Desk;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use diesel::connection::{Connection, InstrumentationEvent};
use diesel::r2d2::{ConnectionManager, CustomizeConnection};
use model_core::prelude::*;
use newsroom::db::{Conn, Pool};
use newsroom::services::{accounts, demo, tokens};
use newsroom::web::{self, Settings};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tower::ServiceExt;

/// The web application over a database of its own, with the demo, and a token for each role.
pub(crate) struct Web {
    /// Keeps the database.
    _desk: Desk,
    router: Router,
    tokens: HashMap<&'static str, String>,
    pub(crate) demo: demo::Demo,
    statements: Arc<AtomicUsize>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn kind(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        let problem = self.json();
        assert_eq!(problem["status"], json!(self.status), "{problem}");
        assert!(problem["request_id"].as_str().is_some_and(|id| id == self.header("x-request-id")), "{problem}");
        problem["type"].as_str().unwrap().trim_start_matches("/problems/").to_owned()
    }
}

/// Counts the statements of each connection.
#[derive(Debug)]
struct Counted(Arc<AtomicUsize>);

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Counted {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        #[cfg(feature = "sqlite")]
        {
            use diesel::connection::SimpleConnection;
            conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON")
                .map_err(diesel::r2d2::Error::QueryError)?;
        }
        let count = Arc::clone(&self.0);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { .. } = event {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        Ok(())
    }
}

const ROLES: [(&str, &str); 5] =
    [("reporter", "rosa"), ("editor", "emil"), ("chief", "chiara"), ("auditor", "anton"), ("reader", "grace")];

impl Web {
    pub(crate) fn new() -> Self {
        Self::with(&Settings::default())
    }

    fn with(settings: &Settings) -> Self {
        let desk = Desk::new();
        desk.runs(&["migrate"]);
        let mut conn = desk.connect();
        let demo = demo::fill(&mut conn, "test").unwrap().expect("the database is empty");
        let token = |(role, name): (&'static str, &str)| {
            let account = accounts::active(&mut conn, &format!("{name}@newsroom.example")).unwrap();
            (role, tokens::issue(&mut conn, &account, "test", 1, &Actor::system()).unwrap())
        };
        let tokens = ROLES.into_iter().map(token).collect();
        let statements = Arc::new(AtomicUsize::new(0));
        let manager = ConnectionManager::<Conn>::new(desk.url());
        let pool: Pool = diesel::r2d2::Pool::builder()
            .max_size(4)
            .test_on_check_out(false)
            .min_idle(Some(1))
            .connection_customizer(Box::new(Counted(Arc::clone(&statements))))
            .build(manager)
            .unwrap();
        Self { router: web::router(pool, settings), _desk: desk, tokens, demo, statements }
    }

    pub(crate) fn send(&self, request: Request<Body>) -> Reply {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let router = self.router.clone();
        runtime.block_on(async move {
            let response = router.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            let text = String::from_utf8(bytes.to_vec()).expect("an answer is UTF-8");
            Reply { status: parts.status.as_u16(), headers: parts.headers, text }
        })
    }

    /// Sends a request of this role; `nobody` has no token. The body goes as JSON unless it is null.
    pub(crate) fn ask(&self, role: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
        if let Some(token) = self.tokens.get(role) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Value::Null => Body::empty(),
            body => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
        };
        self.send(request.body(body).unwrap())
    }

    pub(crate) fn get(&self, role: &str, path: &str) -> Reply {
        self.ask(role, "GET", path, &[], &Value::Null)
    }

    fn post(&self, role: &str, path: &str, body: Value) -> Reply {
        self.ask(role, "POST", path, &[], &body)
    }

    /// The first row of a list.
    pub(crate) fn one(&self, role: &str, list: &str) -> Value {
        let reply = self.get(role, &format!("/api/v1/{list}"));
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()["data"][0].clone()
    }

    fn counted(&self, ask: impl FnOnce() -> Reply) -> usize {
        let before = self.statements.load(Ordering::SeqCst);
        let reply = ask();
        assert_eq!(reply.status, 200, "{}", reply.text);
        self.statements.load(Ordering::SeqCst) - before
    }
}

fn at(list: &str, row: &Value) -> String {
    let id = &row["id"];
    format!("/api/v1/{list}/{}", id.as_str().map_or_else(|| id.to_string(), str::to_owned))
}

#[test]
fn an_article_lives_from_its_creation_to_its_restoration() {
    let web = Web::new();
    let new = json!({ "title": "Tides", "body": "Two words", "standfirst": "Up and down." });
    let created = web.post("reporter", "/api/v1/articles", new);
    assert_eq!((created.status, created.header("etag")), (201, "\"v1\""), "{}", created.text);
    let row = created.json();
    let path = at("articles", &row);
    assert_eq!(created.header("location"), path);
    assert_eq!((&row["status"], &row["words"], &row["slug"]), (&json!("draft"), &json!(2), &json!("tides")));

    assert_eq!(web.get("nobody", &path).status, 404, "a draft is nobody's business");
    let read = web.get("reporter", &path);
    assert_eq!((read.status, read.json()), (200, row.clone()));
    let same = web.ask("reporter", "GET", &path, &[("if-none-match", "\"v1\"")], &Value::Null);
    assert_eq!((same.status, &*same.text), (304, ""));

    let change = |role: &str, tag: &str, body: Value| web.ask(role, "PATCH", &path, &[("if-match", tag)], &body);
    let changed = change("reporter", "\"v1\"", json!({ "title": "High tides", "standfirst": null }));
    assert_eq!((changed.status, changed.header("etag")), (200, "\"v2\""), "{}", changed.text);
    assert_eq!(changed.json()["standfirst"], Value::Null);
    let stale = change("editor", "\"v1\"", json!({ "title": "Low tides" }));
    assert_eq!((stale.status, stale.kind().as_str(), &stale.json()["current"]), (412, "stale", &json!(2)));
    assert_eq!(change("editor", "W/\"v2\"", json!({ "title": "x" })).status, 412, "a weak tag is no version");
    assert_eq!(web.ask("editor", "PATCH", &path, &[], &json!({ "title": "x" })).status, 428);

    assert_eq!(web.post("reporter", &format!("{path}/publish"), Value::Null).status, 403);
    let published = web.post("editor", &format!("{path}/publish"), Value::Null);
    assert_eq!((published.status, &published.json()["status"]), (200, &json!("published")));
    assert_eq!(web.get("nobody", &path).status, 200);
    let before = web.get("nobody", &path).json();
    for views in 1..3 {
        let counted = web.post("nobody", &format!("{path}/increment_views"), Value::Null);
        assert_eq!((counted.status, counted.json()), (200, json!({ "views": views })));
    }
    let after = web.get("nobody", &path).json();
    assert_eq!((&after["version"], &after["updated_at"]), (&before["version"], &before["updated_at"]));

    let history = web.get("editor", &format!("{path}/history?limit=2")).json();
    let actions: Vec<_> = history["data"].as_array().unwrap().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["patch", "patch"]);
    let rest = web.get("editor", &format!("{path}/history?before={}", history["page"]["before"])).json();
    assert_eq!((rest["data"].as_array().unwrap().len(), &rest["page"]["before"]), (1, &Value::Null));
    let entry = history["data"][1]["id"].clone();
    let tag = web.get("editor", &path).header("etag").to_owned();
    let revert = |entry: Value| {
        web.ask("editor", "POST", &format!("{path}/revert"), &[("if-match", &tag)], &json!({ "entry": entry }))
    };
    assert_eq!((revert(json!(999_999)).status, revert(json!("x")).status), (404, 422));
    let reverted = revert(entry);
    assert_eq!((reverted.status, &reverted.json()["title"]), (200, &json!("Tides")), "{}", reverted.text);

    let preview = web.ask("editor", "DELETE", &format!("{path}?preview=true"), &[], &Value::Null);
    assert_eq!((preview.status, &preview.json()["preview"]["count"]), (200, &json!(1)), "{}", preview.text);
    assert_eq!(web.get("nobody", &path).status, 200, "a preview deletes nothing");
    assert_eq!(web.ask("editor", "DELETE", &path, &[], &Value::Null).status, 428);
    let tag = web.get("editor", &path).header("etag").to_owned();
    let deleted = web.ask("editor", "DELETE", &path, &[("if-match", &tag)], &Value::Null);
    assert_eq!((deleted.status, &deleted.json()["deleted"]["article"]), (200, &json!(1)), "{}", deleted.text);
    let gone = web.get("nobody", &path);
    assert_eq!((gone.status, gone.kind().as_str()), (410, "deleted"));
    assert_eq!(change("editor", "\"v9\"", json!({})).status, 410);
    assert_eq!(web.one("editor", "articles/trash")["id"], row["id"]);
    assert_eq!(web.get("editor", &format!("{path}/history")).status, 200, "the history of a deleted row");
    assert_eq!(web.post("nobody", &format!("{path}/restore"), Value::Null).status, 401);
    assert_eq!(web.post("editor", &format!("{path}/restore"), Value::Null).status, 200);
    let twice = web.post("editor", &format!("{path}/restore"), Value::Null);
    assert_eq!((twice.status, twice.kind().as_str()), (409, "not_deleted"));
    let entries = web.get("chief", &format!("{path}/history")).json();
    for entry in entries["data"].as_array().unwrap() {
        assert_eq!(entry["actor_kind"], "user", "{entry}");
        assert!(entry["request_id"].is_string() && entry.get("ip").is_none(), "{entry}");
    }
}

#[test]
fn lists_have_pages_filters_and_links() {
    let web = Web::new();
    let first = web.get("editor", "/api/v1/articles?sort=title&limit=5&count=true");
    assert_eq!(first.json()["page"]["total"], json!({ "exact": 12 }));
    let (mut titles, mut reply) = (Vec::new(), first);
    loop {
        titles.extend(
            reply.json()["data"].as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap().to_owned()),
        );
        let link = reply.header("link").to_owned();
        let Some(next) = link.split(", ").find(|link| link.ends_with("rel=\"next\"")) else { break };
        let next = next.trim_start_matches('<').split('>').next().unwrap();
        reply = web.get("editor", next);
        assert_eq!(reply.status, 200, "{next}: {}", reply.text);
    }
    let mut sorted = titles.clone();
    sorted.sort();
    assert_eq!((titles.len(), &titles), (12, &sorted));
    let count = |role: &str, query: &str| {
        web.get(role, &format!("/api/v1/articles?limit=100&{query}")).json()["data"].as_array().unwrap().len()
    };
    assert_eq!([count("editor", "status=draft"), count("nobody", "status=draft"), count("nobody", "")], [3, 0, 9]);
    assert_eq!(
        [count("nobody", "q=FERRY"), count("nobody", "author.handle=emil"), count("nobody", "q=zzz")],
        [1, 2, 0]
    );
    // A reporter sees drafts of their own.
    assert_eq!([count("reporter", ""), count("reporter", "status=draft")], [10, 1]);
    let states = |role: &str| {
        let rows = web.get(role, "/api/v1/comments?limit=100").json()["data"].clone();
        let mut states: Vec<String> =
            rows.as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect();
        states.sort();
        states.dedup();
        states
    };
    assert_eq!((states("nobody"), states("editor").len()), (vec!["approved".to_owned()], 3));
    let stats = web.get("nobody", "/api/v1/articles/stats").json();
    assert_eq!(stats["articles"], json!({ "published": 9 }));
    assert_eq!(web.get("editor", "/api/v1/articles/stats").json()["articles"]["draft"], json!(3));
    assert!(stats["words"].as_i64().unwrap() > 100 && stats["comments"].as_i64().unwrap() > 0, "{stats}");
    assert_eq!(web.get("nobody", "/api/v1/articles/recent?limit=3").json()["data"].as_array().unwrap().len(), 3);
}

#[test]
fn every_refusal_is_a_problem() {
    let web = Web::with(&Settings { body: 10_000, ..Settings::default() });
    let article = at("articles", &web.one("nobody", "articles"));
    let long = json!({ "title": "x".repeat(201), "body": 7, "owner": 1, "standfirst": "s".repeat(501) });
    let missing = "/api/v1/articles/01900000-0000-7000-8000-000000000000";
    let (get, post, patch, delete) = ("GET", "POST", "PATCH", "DELETE");
    let null = Value::Null;
    for (role, method, path, body, status, kind) in [
        ("nobody", get, "/api/v1/articles?staus=draft", &null, 400, "parameter"),
        ("nobody", get, "/api/v1/articles?after=nonsense", &null, 400, "parameter"),
        ("nobody", get, "/api/v1/articles?limit=0", &null, 400, "parameter"),
        ("nobody", get, "/api/v1/articles/recent?limit=x", &null, 400, "parameter"),
        ("nobody", get, "/api/v1/articles/recent?limit=1&limit=2", &null, 400, "parameter"),
        ("nobody", get, missing, &null, 404, "not_found"),
        ("nobody", get, "/api/v1/articles/7", &null, 404, "not_found"),
        ("nobody", get, "/api/v1/nothing", &null, 404, "not_found"),
        ("nobody", get, "/api/nothing", &null, 404, "not_found"),
        ("nobody", "PUT", &article, &null, 405, "method"),
        ("nobody", post, "/api/v1/authors", &json!({}), 405, "method"),
        ("nobody", post, "/api/v1/articles", &json!({}), 401, "unauthenticated"),
        ("nobody", get, "/api/v1/accounts", &null, 401, "unauthenticated"),
        ("nobody", get, "/api/v1/accounts/me", &null, 401, "unauthenticated"),
        ("nobody", get, "/api/v1/orders", &null, 401, "unauthenticated"),
        ("nobody", get, "/api/v1/articles/trash", &null, 401, "unauthenticated"),
        ("nobody", get, &format!("{article}/history"), &null, 401, "unauthenticated"),
        ("reader", get, &format!("{article}/history"), &null, 403, "forbidden"),
        ("reader", post, "/api/v1/articles", &json!({ "title": "x", "body": "y" }), 403, "forbidden"),
        ("reader", post, "/api/v1/tags", &json!({ "name": "x" }), 403, "forbidden"),
        ("auditor", post, "/api/v1/articles", &json!({ "title": "x", "body": "y" }), 403, "forbidden"),
        ("auditor", post, &format!("{article}/publish"), &null, 403, "forbidden"),
        ("reporter", delete, &article, &null, 428, "precondition"),
        ("editor", post, "/api/v1/articles", &null, 415, "media_type"),
        ("editor", post, "/api/v1/articles", &json!([1]), 400, "malformed"),
        ("editor", post, "/api/v1/articles", &json!({ "title": "x".repeat(20_000) }), 413, "too_large"),
        ("editor", post, "/api/v1/articles", &long, 422, "invalid"),
        ("editor", post, "/api/v1/articles", &json!({ "title": "a\u{0}b", "body": "" }), 422, "invalid"),
        ("editor", post, "/api/v1/tags", &json!({ "name": "Weather!" }), 409, "taken"),
        ("editor", post, "/api/v1/tags", &json!({ "name": "?!" }), 422, "invalid"),
        (
            "reader",
            post,
            "/api/v1/orders",
            &json!({ "items": [{ "product": "mug", "quantity": 41 }] }),
            409,
            "sold_out",
        ),
        ("reader", post, "/api/v1/orders", &json!({ "items": [{ "product": "moon" }] }), 404, "not_found"),
        ("reader", post, "/api/v1/orders", &json!({ "items": [] , "total_cents": 0 }), 422, "invalid"),
        ("reader", post, "/api/v1/orders", &json!({ "items": [{ "product": "mug", "quantity": -1 }] }), 422, "invalid"),
        ("editor", patch, "/api/v1/products/1", &json!({ "price_cents": -1 }), 428, "precondition"),
    ] {
        let reply = web.ask(role, method, path, &[], body);
        assert_eq!((reply.status, &*reply.kind()), (status, kind), "{role} {method} {path} {}", reply.text);
        if status == 401 {
            assert_eq!(reply.header("www-authenticate"), "Bearer");
        }
    }
    let told = web.ask("editor", "POST", "/api/v1/articles", &[], &long).json();
    let told: Vec<_> =
        told["errors"].as_array().unwrap().iter().map(|one| (one["pointer"].clone(), one["code"].clone())).collect();
    assert_eq!(
        told,
        [
            (json!("#/title"), json!("too_long")),
            (json!("#/standfirst"), json!("too_long")),
            (json!("#/body"), json!("type")),
            (json!("#/owner"), json!("unknown")),
        ]
    );
    for authorization in ["Bearer nonsense", "Basic x", "Bearer", "Bearer \"' OR 1=1"] {
        let reply = web.ask("nobody", "GET", "/api/v1/articles", &[("authorization", authorization)], &Value::Null);
        assert_eq!((reply.status, &*reply.kind()), (401, "unauthenticated"), "{authorization}");
    }
    let broken = Request::builder().method("POST").uri("/api/v1/articles").header("content-type", "application/json");
    let broken =
        broken.header("authorization", format!("Bearer {}", web.tokens["editor"])).body(Body::from("{\"a\": secret"));
    let reply = web.send(broken.unwrap());
    assert_eq!((reply.status, reply.kind().as_str()), (400, "malformed"));
    assert!(!reply.text.contains("secret"), "{}", reply.text);
}

#[test]
fn a_client_cannot_set_what_the_newsroom_keeps() {
    let web = Web::new();
    let kept =
        ["id", "author_id", "version", "deleted_at", "deletion_batch", "created_by", "updated_at", "status", "views"];
    let own = web.one("reporter", "articles?author.handle=rosa");
    let (path, tag) = (at("articles", &own), format!("\"v{}\"", own["version"]));
    for field in kept {
        let mut new = json!({ "title": "x", "body": "y" });
        new[field] = own[field].clone();
        let created = web.post("reporter", "/api/v1/articles", new);
        let patched = web.ask("reporter", "PATCH", &path, &[("if-match", &tag)], &json!({ (field): own[field] }));
        for reply in [created, patched] {
            assert_eq!(reply.status, 422, "{field}: {}", reply.text);
            assert_eq!(
                reply.json()["errors"],
                json!([{
                    "pointer": format!("#/{field}"), "code": "closed", "message": reply.json()["errors"][0]["message"],
                }]),
                "{field}"
            );
        }
    }
    for (list, body) in [
        ("comments", json!({ "article_id": own["id"], "body": "x", "state": "approved" })),
        ("comments", json!({ "article_id": own["id"], "body": "x", "reader": "Somebody Else" })),
        ("orders", json!({ "items": [{ "product": "mug" }], "account_id": own["id"] })),
    ] {
        assert_eq!(web.post("reader", &format!("/api/v1/{list}"), body.clone()).status, 422, "{body}");
    }
    assert_eq!(web.get("reporter", &path).json(), own);
}

#[test]
fn comments_are_moderated_and_belong_to_who_is_signed_in() {
    let web = Web::new();
    let article = web.one("nobody", "articles");
    let comment = web.post("reader", "/api/v1/comments", json!({ "article_id": article["id"], "body": "Hm." }));
    assert_eq!((comment.status, &comment.json()["reader"]), (201, &json!("Grace")), "{}", comment.text);
    let path = at("comments", &comment.json());
    assert_eq!(web.get("nobody", &path).status, 404);
    assert_eq!(web.post("reader", &format!("{path}/approve"), Value::Null).status, 404, "not even seen");
    assert_eq!(web.post("editor", &format!("{path}/approve"), Value::Null).status, 200);
    let again = web.post("editor", &format!("{path}/reject"), Value::Null);
    assert_eq!((again.status, again.kind().as_str()), (409, "decided"));
    assert_eq!(web.get("nobody", &path).status, 200);
    let reply = json!({ "article_id": article["id"], "body": "And?", "parent_id": comment.json()["id"] });
    assert_eq!(web.post("reader", "/api/v1/comments", reply).status, 201);
    let other = web.get("nobody", "/api/v1/articles?limit=2").json()["data"][1]["id"].clone();
    let reply = json!({ "article_id": other, "body": "And?", "parent_id": comment.json()["id"] });
    assert_eq!(web.post("reader", "/api/v1/comments", reply).status, 422);
    let blank = web.post("reader", "/api/v1/comments", json!({ "article_id": article["id"], "body": " \n" }));
    assert_eq!((blank.status, blank.kind().as_str()), (422, "invalid"));
    let draft = web.one("editor", "articles?status=draft")["id"].clone();
    assert_eq!(web.post("reader", "/api/v1/comments", json!({ "article_id": draft, "body": "x" })).status, 404);
}

#[test]
fn an_order_is_placed_once_however_often_it_is_sent() {
    let web = Web::new();
    let order = json!({ "items": [{ "product": "mug", "quantity": 2 }, { "product": "print" }] });
    let send = |key: &str, body: &Value| web.ask("reader", "POST", "/api/v1/orders", &[("idempotency-key", key)], body);
    let first = send("a", &order);
    assert_eq!((first.status, &first.json()["total_cents"]), (201, &json!(3_000)), "{}", first.text);
    let second = send("a", &order);
    assert_eq!((second.status, &second.text, second.header("location")), (201, &first.text, first.header("location")));
    assert_eq!(second.header("idempotency-replayed"), "true");
    let other = send("a", &json!({ "items": [{ "product": "mug" }] }));
    assert_eq!((other.status, other.kind().as_str()), (422, "key_reused"));
    assert_eq!(send("", &order).status, 400);
    assert_eq!(web.get("reader", "/api/v1/orders").json()["data"].as_array().unwrap().len(), 1);
    // The key is that of an account.
    let elsewhere = web.ask("editor", "POST", "/api/v1/orders", &[("idempotency-key", "a")], &order);
    assert_eq!(elsewhere.status, 201, "{}", elsewhere.text);
    assert_eq!(web.get("reader", elsewhere.header("location")).status, 404, "an order of another account");
    // What fails is not kept.
    assert_eq!(send("b", &json!({ "items": [{ "product": "moon" }] })).status, 404);
    assert_eq!(send("b", &order).status, 201);
    // Twice at once.
    let placed: Vec<String> = std::thread::scope(|scope| {
        let both: Vec<_> = (0..4).map(|_| scope.spawn(|| send("c", &order))).collect();
        both.into_iter()
            .map(|one| one.join().unwrap())
            .filter(|reply| reply.status == 201)
            .map(|reply| reply.text)
            .collect()
    });
    assert!(!placed.is_empty() && placed.iter().all(|text| *text == placed[0]), "{placed:?}");
    let orders = web.get("reader", "/api/v1/orders").json()["data"].clone();
    assert_eq!(orders.as_array().unwrap().len(), 3, "{orders}");
    let (path, tag) = (first.header("location").to_owned(), first.header("etag").to_owned());
    assert_eq!(web.post("reader", &format!("{path}/cancel"), Value::Null).status, 428);
    let cancelled = web.ask("reader", "POST", &format!("{path}/cancel"), &[("if-match", &tag)], &Value::Null);
    assert_eq!((cancelled.status, &cancelled.json()["state"]), (200, &json!("cancelled")), "{}", cancelled.text);
    assert_eq!(
        web.ask("chief", "POST", &format!("{path}/cancel"), &[("if-match", "\"v2\"")], &Value::Null).status,
        403
    );
}

#[test]
fn a_list_costs_the_same_for_one_row_and_for_many() {
    let web = Web::new();
    for list in ["articles", "comments", "tags", "authors", "products"] {
        let cost = |limit: u32| web.counted(|| web.get("editor", &format!("/api/v1/{list}?limit={limit}")));
        let (one, many) = (cost(1), cost(100));
        // Two find the account of the token, and one reads the page.
        assert_eq!((one, many), (3, 3), "{list}");
    }
    let path = at("articles", &web.one("nobody", "articles"));
    assert_eq!(web.counted(|| web.get("nobody", &path)), 1);
    assert_eq!(web.counted(|| web.get("nobody", "/")), 4);
    assert_eq!(web.counted(|| web.get("nobody", "/feed.atom")), 3);
}

#[test]
fn too_many_requests_are_told_to_wait() {
    let web = Web::with(&Settings { requests: 2, ..Settings::default() });
    let ask = |role: &str| web.get(role, "/api/v1/tags");
    assert_eq!([ask("editor").status, ask("editor").status], [200, 200]);
    let refused = ask("editor");
    assert_eq!((refused.status, refused.kind().as_str()), (429, "too_many"));
    assert!(refused.header("retry-after").parse::<u64>().unwrap() <= 60);
    assert_eq!((ask("nobody").status, ask("nobody").status), (200, 429), "and the address after twice as many");
}

#[test]
fn secrets_are_in_no_answer() {
    let web = Web::new();
    let account = web.get("chief", "/api/v1/accounts?limit=100");
    let mut answers = vec![account];
    let (article, comment) = (web.one("chief", "articles"), web.one("chief", "comments"));
    let me = web.get("chief", "/api/v1/accounts/me").json();
    for path in [
        "/api/v1/accounts/me".to_owned(),
        at("accounts", &me),
        format!("{}/history", at("accounts", &me)),
        at("articles", &article),
        format!("{}/history", at("articles", &article)),
        at("comments", &comment),
        "/api/v1/authors?limit=100".to_owned(),
        "/api/v1/articles?limit=100".to_owned(),
        "/api/openapi.json".to_owned(),
        "/api/docs".to_owned(),
        "/".to_owned(),
        "/feed.atom".to_owned(),
        "/authors/rosa".to_owned(),
        "/desk/".to_owned(),
    ] {
        let reply = web.get("chief", &path);
        assert!(reply.status < 400, "{path}: {}", reply.text);
        answers.push(reply);
    }
    let mut secrets = vec!["@newsroom.example".to_owned(), "$argon2".to_owned()];
    secrets.extend(web.tokens.values().flat_map(|token| [token.clone(), tokens::digest(token)]));
    secrets.extend(web.demo.people.iter().map(|person| person.password.clone()));
    for reply in &answers {
        for secret in &secrets {
            assert!(!reply.text.contains(&**secret), "{secret} is in {}", reply.text);
        }
    }
}

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        &of[usize::try_from(self.0 % of.len() as u64).unwrap()]
    }
}

#[test]
fn no_parameter_of_a_list_breaks_anything() {
    let web = Web::with(&Settings { requests: 1_000_000, ..Settings::default() });
    let lists = ["articles", "comments", "tags", "authors", "accounts", "products", "orders", "articles/trash"];
    let names = [
        "q",
        "sort",
        "limit",
        "after",
        "before",
        "count",
        "status",
        "status.not",
        "title.contains",
        "words.from",
        "words.before",
        "published_at.from",
        "published_at.null",
        "author_id",
        "author.handle",
        "state",
        "parent_id.null",
        "price_cents.from",
        "role",
        "created_at.before",
        "id",
        "deleted_at",
        "password",
        "' OR 1=1 --",
        "%00",
        "name",
    ];
    let values = [
        "",
        "1",
        "-1",
        "0",
        "true",
        "false",
        "draft",
        "9999999999999999999999",
        "1e308",
        "NaN",
        "2026-01-01",
        "2026-13-45T00:00:00Z",
        "%27%3B%20DROP%20TABLE%20articles",
        "%25%25%25",
        "%5C",
        "%00",
        "%FF",
        "-title,words,-id",
        "title,title",
        "a%20b",
        "0190c8a0-0000-7000-8000-000000000000",
        "approved",
        "eyJ9",
        "%F0%9F%90%98",
        "null",
        "[]",
        "-9223372036854775808",
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut answered = [0; 2];
    for _ in 0..1_500 {
        let pairs: Vec<String> = (0..*dice.roll(&[1, 1, 2, 3]))
            .map(|_| format!("{}={}", dice.roll(&names).replace(' ', "+"), dice.roll(&values)))
            .collect();
        let path = format!("/api/v1/{}?{}", dice.roll(&lists), pairs.join("&"));
        let reply = web.get("chief", &path);
        match reply.status {
            200 => answered[0] += 1,
            400 => {
                answered[1] += 1;
                assert_eq!(reply.kind(), "parameter", "{path}");
            }
            status => panic!("{path}: {status} {}", reply.text),
        }
    }
    assert!(answered.iter().all(|count| *count > 20), "{answered:?}");
}

#[test]
fn the_document_names_every_address_and_no_kept_field() {
    let web = Web::new();
    let document = web.get("nobody", "/api/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let schemas = &document["components"]["schemas"];
    for kept in ["id", "author_id", "version", "deleted_at", "views", "status"] {
        assert!(schemas["NewArticle"]["properties"].get(kept).is_none(), "{kept}");
        assert!(schemas["ArticlePatch"]["properties"].get(kept).is_none(), "{kept}");
    }
    assert!(schemas["Account"]["properties"].get("password").is_none(), "{}", schemas["Account"]);
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let found = reference.split('/').try_fold(&document, |value, name| value.get(name));
        assert!(found.is_some(), "{reference} leads nowhere");
    }
    // Every operation that is named is there: what it answers is no 404 and no 405.
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "patch", "delete"] {
            if item.get(method).is_none() {
                continue;
            }
            let path = path.replace("{id}", "0");
            let reply = web.ask("nobody", &method.to_uppercase(), &path, &[], &json!({}));
            let known = reply.status != 405
                && (reply.status != 404 || reply.json()["title"] != "There is nothing at this address");
            assert!(known, "{method} {path}: {}", reply.text);
        }
    }
    let page = web.get("nobody", "/api/docs");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.text.contains("/api/v1/articles/{id}/publish") && !page.text.contains("<script"), "{}", page.text);
}
