//! The JSON API as a client uses it.

use crate::web::{Web, at};
use serde_json::{Value, json};

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
        [count("nobody", "q=Ferry"), count("nobody", "author.handle=emil"), count("nobody", "q=zzz")],
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
