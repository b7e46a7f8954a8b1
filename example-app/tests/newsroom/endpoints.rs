//! What each operation of the API costs, and that no statement is sent in a loop.

use crate::web::{Web, at};
use diesel::prelude::*;
use newsroom::schema::{access_tokens, accounts, authors};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The operations of the document, in an order in which each finds what it needs, and how many statements each sends at
/// most: PostgreSQL writes a row and its entry of the trail in one, the others in several. The two that find the
/// account of the token are among them.
const OPERATIONS: [(&str, usize); 46] = [
    ("list_articles", 3),
    ("list_comments", 3),
    ("list_tags", 3),
    ("list_authors", 3),
    ("list_accounts", 3),
    ("list_products", 3),
    ("list_orders", 3),
    ("trash_articles", 3),
    ("trash_comments", 3),
    ("read_articles", 3),
    ("read_comments", 3),
    ("read_tags", 3),
    ("read_authors", 3),
    ("read_accounts", 3),
    ("read_products", 3),
    ("create_orders", 30),
    ("read_orders", 3),
    ("own_account", 2),
    ("article_stats", 5),
    ("recent_articles", 3),
    ("create_articles", 9),
    ("create_comments", 9),
    ("create_tags", 9),
    ("create_products", 9),
    ("patch_articles", 9),
    ("patch_comments", 9),
    ("patch_products", 9),
    ("history_articles", 5),
    ("history_comments", 5),
    ("history_tags", 5),
    ("history_accounts", 5),
    ("history_products", 5),
    ("history_orders", 5),
    ("revert_articles", 11),
    ("revert_comments", 11),
    ("publish_articles", 12),
    ("increment_views", 5),
    ("unpublish_articles", 9),
    ("approve_comments", 9),
    ("reject_comments", 9),
    ("delete_comments", 20),
    ("restore_comments", 20),
    ("delete_articles", 30),
    ("restore_articles", 30),
    ("delete_tags", 12),
    ("cancel_orders", 24),
];

/// The database computes the stock of each product, in a write of its own.
const ROW_BY_ROW: [&str; 2] = ["create_orders", "cancel_orders"];

fn tag(row: &Value) -> String {
    format!("\"v{}\"", row["version"])
}

/// A request that succeeds.
struct Ready {
    role: &'static str,
    path: String,
    /// The tag of the row, if it is needed.
    tag: Option<String>,
    body: Value,
}

fn ready(web: &Web, operation: &str, method: &str, path: &str) -> Ready {
    let (verb, list) = operation.split_once('_').unwrap();
    let list = match operation {
        "increment_views" | "article_stats" => "articles",
        "own_account" => "accounts",
        _ => list,
    };
    // What was created last.
    let created = |list: &str, role: &str| match list {
        "articles" => web.one("editor", "articles?q=Counted"),
        "comments" => web.one("editor", "comments?state=pending&sort=-created_at"),
        "tags" => web.one("editor", "tags?name=counted"),
        _ => web.one(role, list),
    };
    let role = if list == "orders" { "reader" } else { "chief" };
    let row = created(list, role);
    let row = if row.is_null() { web.one(role, list) } else { row };
    let path = match path.contains("{id}") {
        true => format!("{}{}", at(list, &row), path.split("{id}").nth(1).unwrap()),
        false => path.to_owned(),
    };
    let history = |path: &str| web.get("chief", &path.replace("revert", "history")).json()["data"].clone();
    let (role, body, needs_tag) = match operation {
        "create_articles" => ("reporter", json!({ "title": "Counted", "body": "Some words" }), false),
        "create_comments" => {
            let article = web.one("nobody", "articles")["id"].clone();
            ("reader", json!({ "article_id": article, "body": "Hm." }), false)
        }
        "create_tags" => ("editor", json!({ "name": "Counted" }), false),
        "create_products" => ("editor", json!({ "name": "counted", "price_cents": 7 }), false),
        "create_orders" => {
            let item = |name: &str| json!({ "product": name, "quantity": 2 });
            ("reader", json!({ "items": [item("mug"), item("print"), item("tote bag")] }), false)
        }
        "cancel_orders" => ("reader", Value::Null, true),
        "patch_articles" => ("editor", json!({ "standfirst": "Changed." }), true),
        "patch_comments" => ("editor", json!({ "body": "Changed." }), true),
        "patch_products" => ("editor", json!({ "price_cents": 8 }), true),
        "revert_articles" | "revert_comments" => ("editor", json!({ "entry": history(&path)[0]["id"] }), true),
        _ if verb == "delete" => ("editor", Value::Null, true),
        _ if method == "POST" => ("editor", Value::Null, false),
        _ => ("chief", Value::Null, false),
    };
    // In the trash is what the deletion before has put there.
    let path = match verb {
        "restore" => format!("{}/restore", at(list, &web.one("editor", &format!("{list}/trash")))),
        _ => path,
    };
    let tag = (needs_tag && row["version"].is_number()).then(|| tag(&row));
    Ready { role, path, tag, body }
}

#[test]
fn every_operation_has_its_number_of_statements_and_none_is_sent_in_a_loop() {
    let web = Web::new();
    let document = web.get("nobody", "/api/openapi.json").json();
    let mut places = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "patch", "delete"] {
            if let Some(id) = item[method]["operationId"].as_str() {
                places.insert(id.to_owned(), (method.to_uppercase(), path.clone()));
            }
        }
    }
    let mut told = String::new();
    for (operation, most) in OPERATIONS {
        let (method, path) = places.remove(operation).unwrap_or_else(|| panic!("{operation} is not in the document"));
        let Ready { role, path, tag, body } = ready(&web, operation, &method, &path);
        let headers: Vec<_> = tag.iter().map(|tag| ("if-match", &**tag)).collect();
        let (reply, log) = web.heard(|| web.ask(role, &method, &path, &headers, &body));
        assert!((200..300).contains(&reply.status), "{operation}: {} {}", reply.status, reply.text);
        for repeated in log.repeated().iter().filter(|_| !ROW_BY_ROW.contains(&operation)) {
            // This takes the write lock of SQLite, once for each write.
            if !repeated.sql().ends_with(" WHERE 0") {
                told.push_str(&format!("{operation}: {} times {}\n", repeated.times(), repeated.sql()));
            }
        }
        if log.count() > most {
            told.push_str(&format!("{operation}: at most {most}: {log}"));
        }
    }
    assert!(places.is_empty(), "nobody counts {places:?}");
    assert!(told.is_empty(), "{told}");
}

#[test]
fn no_masked_value_is_in_the_document() {
    let web = Web::new();
    let conn = &mut web.connect();
    let mut kept: Vec<String> = authors::table.select(authors::email).load(conn).unwrap();
    kept.extend(accounts::table.select(accounts::email).load::<String>(conn).unwrap());
    kept.extend(accounts::table.select(accounts::password).load::<String>(conn).unwrap());
    kept.extend(access_tokens::table.select(access_tokens::hash).load::<String>(conn).unwrap());
    kept.extend(web.tokens.values().cloned());
    kept.extend(web.demo.people.iter().flat_map(|person| [person.email.clone(), person.password.clone()]));
    assert!(kept.len() > 20 && kept.iter().all(|value| value.len() > 5), "{kept:?}");
    for path in ["/api/openapi.json", "/api/docs"] {
        let told = web.get("chief", path).text;
        assert!(kept.iter().all(|value| !told.contains(&**value)), "{path}");
    }
}
