//! Requests that are made from the document of the API: nearly right ones and hostile ones, for each operation.

use crate::dice::Dice;
use crate::web::{Reply, Web, at};
use newsroom::web::Settings;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::env;

/// Numbers, and what is left to them.
struct Chance {
    dice: Dice,
    /// Whether nothing is left to chance that could make a request wrong.
    is_tame: bool,
}

impl Chance {
    fn throw(&mut self, sides: usize) -> usize {
        self.dice.throw(sides)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        self.dice.one_of(all)
    }

    fn is(&mut self, one_in: usize) -> bool {
        !self.is_tame && self.throw(one_in) == 0
    }
}

/// Texts that break what is careless.
const TEXTS: [&str; 14] = [
    "",
    " ",
    "\u{0}",
    "a\u{0}b",
    "' OR 1=1 --",
    "%s%n{}\\",
    "<script>alert(1)</script>",
    "\u{202e}txt.exe",
    "\u{1F418}\u{1F3FD}",
    "\r\nX-Evil: 1",
    "9223372036854775808",
    "0190c8a0-0000-7000-8000-000000000000",
    "2026-02-30T25:61:61Z",
    "null",
];

/// What the library or the newsroom writes with any change.
const FOLLOWS: [&str; 5] = ["version", "updated_at", "updated_by", "words", "moderated_by"];

/// The API, and what is known of its rows.
struct Target {
    web: Web,
    document: Value,
    /// Keys of rows, by the list.
    keys: BTreeMap<&'static str, Vec<Value>>,
}

const LISTS: [&str; 7] = ["articles", "comments", "tags", "authors", "accounts", "products", "orders"];
const ROLES: [&str; 6] = ["nobody", "reader", "reporter", "editor", "chief", "auditor"];

impl Target {
    fn new() -> Self {
        let web = Web::with(&Settings { requests: u32::MAX / 2, ..Settings::default() });
        let order = web.post("reader", "/api/v1/orders", json!({ "items": [{ "product": "mug" }] }));
        assert_eq!(order.status, 201, "{}", order.text);
        let document = web.get("nobody", "/api/openapi.json").json();
        let keys = LISTS.map(|list| {
            // Of articles the published ones, below which readers comment.
            let role = if list == "articles" { "nobody" } else { "chief" };
            let page = web.get(role, &format!("/api/v1/{list}?limit=100")).json();
            (list, page["data"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect())
        });
        Self { web, document, keys: keys.into() }
    }

    fn resolved<'d>(&'d self, schema: &'d Value) -> &'d Value {
        match schema["$ref"].as_str() {
            Some(name) => self.document.pointer(name.trim_start_matches('#')).expect("it leads somewhere"),
            None => schema,
        }
    }

    /// A key of a row that there is, mostly.
    fn key(&self, list: &str, chance: &mut Chance) -> Value {
        match self.keys.get(list) {
            Some(keys) if !chance.is(8) => chance.one_of(keys).clone(),
            _ => (*chance.one_of(&TEXTS)).into(),
        }
    }

    /// A value of a schema, mostly.
    fn value(&self, name: &str, schema: &Value, chance: &mut Chance) -> Value {
        let schema = self.resolved(schema);
        if chance.is(9) {
            let odd = [
                Value::Null,
                json!(-1),
                json!(1e308),
                json!(i64::MAX),
                json!(u64::MAX),
                json!([[]]),
                json!({}),
                json!(true),
                json!("x".repeat(70_000)),
            ];
            return chance.one_of(&odd).clone();
        }
        if let Some(all) = schema["enum"].as_array() {
            return chance.one_of(all).clone();
        }
        let of_name = match name {
            "article_id" => Some(self.key("articles", chance)),
            "parent_id" => Some(self.key("comments", chance)),
            "product" => Some((*chance.one_of(&["mug", "print", "tote bag", "moon"])).into()),
            "entry" => Some(chance.throw(200).into()),
            _ => None,
        };
        if let Some(value) = of_name {
            return value;
        }
        let kinds: Vec<&str> = match &schema["type"] {
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            kind => kind.as_str().into_iter().collect(),
        };
        match kinds.first().copied() {
            Some("integer") => json!(chance.throw(5_000)),
            Some("number") => json!(chance.throw(5_000) as f64 / 8.0),
            Some("boolean") => json!(chance.is(2)),
            Some("object") => Value::Object(self.object(schema, chance)),
            Some("array") => (0..=chance.throw(3)).map(|_| self.value(name, &schema["items"], chance)).collect(),
            _ => self.text(schema, chance),
        }
    }

    fn text(&self, schema: &Value, chance: &mut Chance) -> Value {
        let longest = schema["maxLength"].as_u64().and_then(|most| usize::try_from(most).ok()).unwrap_or(300);
        match chance.throw(6) {
            0 if !chance.is_tame => (*chance.one_of(&TEXTS)).into(),
            1 if !chance.is_tame => "é".repeat(longest).into(),
            2 if !chance.is_tame => "x".repeat(longest + 1).into(),
            _ => format!("Words {} and {}", chance.throw(1_000_000), chance.throw(1_000)).into(),
        }
    }

    /// An object of a schema: what is required mostly, the rest by chance.
    fn object(&self, schema: &Value, chance: &mut Chance) -> Map<String, Value> {
        let mut object = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, of) in schema["properties"].as_object().into_iter().flatten() {
            let wanted = if required.contains(&json!(name)) { !chance.is(12) } else { chance.is(2) };
            if wanted {
                object.insert(name.clone(), self.value(name, of, chance));
            }
        }
        object
    }

    fn query(&self, operation: &Value, chance: &mut Chance) -> String {
        let mut pairs = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query") {
            if !chance.is(5) {
                continue;
            }
            let name = parameter["name"].as_str().unwrap();
            let value = match name {
                "limit" => chance.throw(120).to_string(),
                "count" | "preview" => (*chance.one_of(&["true", "false", "1"])).to_owned(),
                "sort" => (*chance.one_of(&["-created_at", "title,-id", "name", "-"])).to_owned(),
                _ => (*chance.one_of(&TEXTS)).to_owned(),
            };
            let value: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
            pairs.push(format!("{name}={value}"));
        }
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

/// The rows that the editors of the API see under an address.
fn row_at(web: &Web, path: &str) -> Option<Value> {
    let reply = web.get("chief", path);
    (reply.status == 200).then(|| reply.json())
}

/// Whether the answer is one that a client may be given.
fn judged(what: &str, reply: &Reply) {
    assert!(reply.status < 500, "{what}: {} {}", reply.status, reply.text);
    if reply.status >= 400 {
        assert!(!reply.kind().is_empty(), "{what}");
        // The library tells why it refuses a NUL character everywhere.
        let told = reply.text.to_lowercase().replace("which postgresql cannot store", "");
        for word in ["select ", "sqlite", "postgres", "mysql", "diesel", "panicked", ".rs:"] {
            assert!(!told.contains(word), "{what}: {}", reply.text);
        }
    }
}

#[test]
fn no_request_that_the_document_suggests_breaks_anything_or_sets_what_is_kept() {
    let target = Target::new();
    let Target { web, document, .. } = &target;
    let rounds = if env::var_os("MODEL_TEST_LONG").is_some() { 300 } else { 7 };
    let chance = &mut Chance { dice: Dice(0x00DD_BA11), is_tame: true };
    let mut accepted: BTreeMap<String, usize> = BTreeMap::new();
    for (template, item) in document["paths"].as_object().unwrap() {
        let list = template.split('/').nth(3).unwrap_or_default();
        for (method, operation) in ["get", "post", "patch", "delete"].map(|method| (method, &item[method])) {
            let Some(id) = operation["operationId"].as_str() else { continue };
            accepted.entry(id.to_owned()).or_default();
            let schema = target.resolved(&operation["requestBody"]["content"]["application/json"]["schema"]);
            let shown = &document["components"]["schemas"][operation["tags"][0].as_str().unwrap()]["properties"];
            for round in 0..rounds {
                chance.is_tame = round == 0;
                let key = target.key(list, chance);
                let key: String = match &key {
                    Value::String(text) => text.bytes().map(|byte| format!("%{byte:02X}")).collect(),
                    key => key.to_string(),
                };
                let path = template.replace("{id}", &key);
                let is_row = path != *template && !key.is_empty();
                let row_path = format!("/api/v1/{list}/{key}");
                let before = if is_row { row_at(web, &row_path) } else { None };
                let mut body = if schema.is_null() { Map::new() } else { target.object(schema, chance) };
                // A field that the document does not offer, of those that a row shows.
                let offered = &schema["properties"];
                let closed: Vec<&String> = shown
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| name)
                    .filter(|name| !schema.is_null() && offered.get(*name).is_none())
                    .collect();
                let writes = method == "patch" || id.starts_with("create");
                let sneaked = (writes && chance.is(4) && !closed.is_empty()).then(|| (*chance.one_of(&closed)).clone());
                if let Some(name) = &sneaked {
                    let own = before.as_ref().map(|row| row[name].clone());
                    body.insert(
                        name.clone(),
                        own.filter(|_| chance.is(2)).unwrap_or_else(|| target.value(name, &shown[name], chance)),
                    );
                }
                let version = before.as_ref().map(|row| row["version"].clone()).filter(Value::is_number);
                let tag = match (chance.throw(8), version) {
                    (0, _) if !chance.is_tame => {
                        (*chance.one_of(&["*", "W/\"v1\"", "\"v99999999999999999999\"", "nonsense", "\"\""])).to_owned()
                    }
                    (1, _) if !chance.is_tame => String::new(),
                    (_, Some(version)) => format!("\"v{version}\""),
                    _ => "\"v1\"".to_owned(),
                };
                let headers = [("if-match", &*tag), ("idempotency-key", "fuzz")];
                let headers = match (tag.is_empty(), id == "create_orders" && chance.is(4)) {
                    (_, true) => &headers[1..],
                    (true, _) => &[],
                    _ => &headers[..1],
                };
                let path = path + &target.query(operation, chance);
                let role = match id {
                    _ if chance.is(3) => *chance.one_of(&ROLES),
                    "create_comments" => "reader",
                    "create_articles" => "reporter",
                    _ if list == "orders" => "reader",
                    _ => "chief",
                };
                let sent = if schema.is_null() { Value::Null } else { Value::Object(body.clone()) };
                let reply = web.ask(role, &method.to_uppercase(), &path, headers, &sent);
                let what =
                    format!("{role} {method} {path} {tag} {}", sent.to_string().chars().take(600).collect::<String>());
                judged(&what, &reply);
                let done = (200..300).contains(&reply.status);
                assert!(!done || sneaked.is_none(), "{what}: `{sneaked:?}` was taken: {}", reply.text);
                *accepted.get_mut(id).unwrap() += usize::from(done);
                let Some(before) = before.filter(|_| method == "patch") else { continue };
                let after = row_at(web, &row_path).expect("a patch deletes nothing");
                for (field, value) in before.as_object().unwrap() {
                    let may = done && (body.contains_key(field) || FOLLOWS.contains(&&**field));
                    assert!(may || after[field] == *value, "{what}: {field} was {value}, and is {}", after[field]);
                }
            }
        }
    }
    // What needs a row in a state of its own, or the number of an entry, is not met by chance each time.
    let plain = |id: &str| ["list", "read", "create", "patch"].iter().any(|verb| id.starts_with(verb));
    let never: Vec<_> = accepted.iter().filter(|(id, times)| plain(id) && **times == 0).map(|(id, _)| id).collect();
    assert!(never.is_empty(), "nothing was ever accepted of {never:?}");
    let article = web.one("chief", "articles");
    assert_eq!(web.get("chief", &at("articles", &article)).status, 200);
}
