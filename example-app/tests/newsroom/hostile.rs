//! The JSON API as a client should not use it: refusals, limits, what it must not say and not take.

use crate::dice::Dice;
use crate::web::{Web, at};
use axum::body::Body;
use axum::http::Request;
use newsroom::services::tokens;
use newsroom::web::Settings;
use serde_json::{Value, json};

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
        let pairs: Vec<String> = (0..*dice.one_of(&[1, 1, 2, 3]))
            .map(|_| format!("{}={}", dice.one_of(&names).replace(' ', "+"), dice.one_of(&values)))
            .collect();
        let path = format!("/api/v1/{}?{}", dice.one_of(&lists), pairs.join("&"));
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
