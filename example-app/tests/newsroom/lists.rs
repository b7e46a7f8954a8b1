//! Every filter, order and search that the API declares, against a predicate over all rows in memory.

use crate::dice::Dice;
use crate::web::Web;
use diesel::prelude::*;
use model_core::bases::PublicationStatus;
use model_core::clock;
use model_core::prelude::*;
use newsroom::db::Conn;
use newsroom::events::Listeners;
use newsroom::models::{
    Account, Article, ArticleId, Author, AuthorId, Comment, CommentId, NewComment, NewOrder, Order, OrderState,
    Product, ProductId, Tag, TagId, Verdict,
};
use newsroom::schema::{articles, authors, comments, products, tags};
use newsroom::services::accounts::sign_up;
use newsroom::web::Settings;
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

impl Dice {
    /// A word, so few of them that many rows have the same. Every collation orders them alike.
    fn word(&mut self) -> String {
        (*self.one_of(&["amber", "amberwood", "birch", "cedar", "delta", "ember", "embers", "fjord"])).to_owned()
    }

    fn number(&mut self) -> i32 {
        i32::try_from(self.throw(6)).unwrap() * 100
    }
}

/// A list: its place, the fields that `q` searches, and those that it can be ordered by.
type List = (&'static str, &'static [&'static str], &'static [&'static str]);

const LISTS: [List; 7] = [
    ("articles", &["title", "standfirst"], &["title", "created_at", "published_at", "updated_at", "words"]),
    ("comments", &["reader", "body"], &["created_at", "reader"]),
    ("tags", &["name"], &["name", "created_at"]),
    ("authors", &["handle", "name"], &["handle", "name"]),
    ("accounts", &[], &["created_at", "name"]),
    ("products", &["name"], &["name", "price_cents"]),
    ("orders", &[], &["created_at", "total_cents"]),
];

/// Rows of every list, of few different values.
fn fill(conn: &mut Conn, dice: &mut Dice) {
    let system = Actor::system();
    for (number, id) in authors::table.select(authors::id).load::<AuthorId>(conn).unwrap().into_iter().enumerate() {
        let names = (authors::handle.eq(format!("{}{number}", dice.word())), authors::name.eq(dice.word()));
        diesel::update(authors::table.find(id)).set(names).execute(conn).unwrap();
    }
    let writers: Vec<Author> = Author::objects().load(conn).unwrap();
    for writer in writers.iter().take(2) {
        let new = Article::factory().parent(writer).with(|new| new.title("New"));
        new.many(12).by(&Actor::user(writer.id)).run(conn).unwrap();
    }
    for id in articles::table.select(articles::id).load::<ArticleId>(conn).unwrap() {
        let status = *dice.one_of(&[PublicationStatus::Draft, PublicationStatus::Published]);
        let published = (dice.throw(3) > 0).then(|| clock::now() - days(u64::try_from(dice.throw(4)).unwrap() + 1));
        let standfirst = (dice.throw(3) > 0).then(|| format!("{} {}", dice.word(), dice.word()));
        let patch = Article::patch_by_key(id).title(dice.word()).standfirst(standfirst).words(dice.number());
        patch.status(status).published_at(published).by(&Actor::user(writers[0].id)).run(conn).unwrap();
    }
    let all: Vec<Article> = Article::objects().load(conn).unwrap();
    let mut known: Vec<Comment> = Vec::new();
    for _ in 0..25 {
        let parent = (dice.throw(3) > 0 && !known.is_empty()).then(|| dice.one_of(&known).clone());
        let article = parent.as_ref().map_or_else(|| dice.one_of(&all).id, |parent| parent.article_id);
        let new = NewComment::builder().article_id(article).reader("x").body("y").parent_id(parent.map(|one| one.id));
        known.push(Comment::create(new.build()).by(&system).run(conn).unwrap());
    }
    for id in comments::table.select(comments::id).load::<CommentId>(conn).unwrap() {
        let state = *dice.one_of(&[Verdict::Pending, Verdict::Approved, Verdict::Rejected]);
        let patch = Comment::patch_by_key(id).reader(dice.word()).body(format!("{} {}", dice.word(), dice.word()));
        patch.state(state).by(&system).run(conn).unwrap();
    }
    Tag::factory().many(10).by(&system).run(conn).unwrap();
    for (number, id) in tags::table.select(tags::id).load::<TagId>(conn).unwrap().into_iter().enumerate() {
        let name = tags::name.eq(format!("{}{number}", dice.word()));
        diesel::update(tags::table.find(id)).set(name).execute(conn).unwrap();
    }
    Product::factory().many(10).by(&system).run(conn).unwrap();
    for (number, id) in products::table.select(products::id).load::<ProductId>(conn).unwrap().into_iter().enumerate() {
        let named =
            (products::name.eq(format!("{}{number}", dice.word())), products::price_cents.eq(i64::from(dice.number())));
        diesel::update(products::table.find(id)).set(named).execute(conn).unwrap();
    }
    for number in 0..3 {
        let email = format!("{number}@example.org");
        sign_up(conn, &email, "a long password", None, None, &system, &Listeners::default()).unwrap();
    }
    let accounts: Vec<Account> = Account::objects().load(conn).unwrap();
    for account in &accounts {
        let name = (dice.throw(3) > 0).then(|| dice.word());
        Account::patch_by_key(account.id).name(name).by(&system).run(conn).unwrap();
    }
    for _ in 0..20 {
        let state = *dice.one_of(&[OrderState::Placed, OrderState::Paid, OrderState::Cancelled]);
        let new = NewOrder::builder().account_id(dice.one_of(&accounts).id).total_cents(i64::from(dice.number()));
        Order::create(new.state(state).build()).by(&system).run(conn).unwrap();
    }
}

/// A value as a parameter has it.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// How two values are ordered: NULL is smaller than any value.
fn compared(one: &Value, other: &Value) -> Ordering {
    if one.is_null() || other.is_null() {
        return other.is_null().cmp(&one.is_null());
    }
    let (one, other) = (text(one), text(other));
    let times = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    match (times(&one).zip(times(&other)), one.parse::<i64>().ok().zip(other.parse::<i64>().ok())) {
        (Some((one, other)), _) => one.cmp(&other),
        (None, Some((one, other))) => one.cmp(&other),
        _ => one.cmp(&other),
    }
}

fn contains(value: &Value, part: &str) -> bool {
    value.as_str().is_some_and(|text| text.to_lowercase().contains(&part.to_lowercase()))
}

/// Whether a parameter selects a row.
fn selects(row: &Value, name: &str, values: &[String], searched: &[&str], handles: &HashMap<String, String>) -> bool {
    let is_one = |value: &Value| !value.is_null() && values.contains(&text(value));
    let first = Value::String(values[0].clone());
    match name.split_once('.') {
        None if name == "q" => searched.iter().any(|field| contains(&row[*field], &values[0])),
        None => is_one(&row[name]),
        Some((field, "not")) => !is_one(&row[field]),
        Some((field, "null")) => row[field].is_null() == (values[0] == "true"),
        Some((field, "from")) => !row[field].is_null() && compared(&row[field], &first).is_ge(),
        Some((field, "before")) => !row[field].is_null() && compared(&row[field], &first).is_lt(),
        Some((field, "contains")) => contains(&row[field], &values[0]),
        Some(("author", "handle")) => values.contains(&handles[&text(&row["author_id"])]),
        Some(other) => panic!("{other:?} is not known here"),
    }
}

/// Values for a parameter: those of rows, and others.
fn values(dice: &mut Dice, name: &str, rows: &[Value], handles: &HashMap<String, String>) -> Vec<String> {
    let (field, kind) = name.split_once('.').unwrap_or((name, ""));
    let of_rows: Vec<String> = rows.iter().map(|row| &row[field]).filter(|value| !value.is_null()).map(text).collect();
    match kind {
        _ if field == "q" || kind == "contains" => {
            let word = dice.word();
            vec![word[dice.throw(2)..].to_owned()]
        }
        "null" => vec![(*dice.one_of(&["true", "false"])).to_owned()],
        "handle" => {
            let mut all: Vec<_> = handles.values().cloned().collect();
            all.sort();
            (0..=dice.throw(2)).map(|_| dice.one_of(&all).clone()).collect()
        }
        "" | "not" => (0..=dice.throw(3)).map(|_| dice.one_of(&of_rows).clone()).collect(),
        _ => vec![dice.one_of(&of_rows).clone()],
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("%{byte:02X}") })
        .collect()
}

/// All rows of a list, page by page.
fn walk(web: &Web, place: &str, query: &str) -> Vec<Value> {
    let (mut rows, mut after) = (Vec::new(), String::new());
    loop {
        let reply = web.get("chief", &format!("/api/v1/{place}?{query}{after}"));
        assert_eq!(reply.status, 200, "{place}?{query}: {}", reply.text);
        let mut page = reply.json();
        rows.append(page["data"].as_array_mut().unwrap());
        match page["page"]["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return rows,
        }
    }
}

#[test]
fn every_filter_order_and_search_is_that_of_a_list_in_memory() {
    let web = Web::with(&Settings { requests: 1_000_000, ..Settings::default() });
    let dice = &mut Dice(0x00C0_FFEE);
    fill(&mut web.connect(), dice);
    let document = web.get("nobody", "/api/openapi.json").json();
    let handles = walk(&web, "authors", "limit=100");
    let handles: HashMap<String, String> = handles.iter().map(|row| (text(&row["id"]), text(&row["handle"]))).collect();
    for (place, searched, sorted) in LISTS {
        let all = walk(&web, place, "limit=100");
        let declared = document["paths"][format!("/api/v1/{place}")]["get"]["parameters"].as_array().unwrap();
        let declared: Vec<&str> = declared.iter().map(|one| one["name"].as_str().unwrap()).collect();
        let filters: Vec<&str> = declared
            .iter()
            .copied()
            .filter(|name| !["sort", "limit", "after", "before", "count"].contains(name))
            .collect();
        let mut orders: BTreeSet<Vec<(&str, bool)>> = BTreeSet::new();
        for round in 0..3 * filters.len().max(sorted.len()) {
            // Each filter and each order takes its turn, and a second one comes by chance.
            let mut used: Vec<&str> = filters.get(round % filters.len().max(1)).copied().into_iter().collect();
            used.extend((dice.throw(2) == 0 && !filters.is_empty()).then(|| *dice.one_of(&filters)));
            used.dedup();
            let mut order = vec![(sorted[round % sorted.len()], dice.throw(2) == 0)];
            order.extend((dice.throw(2) == 0).then(|| (*dice.one_of(sorted), dice.throw(2) == 0)));
            order.dedup_by_key(|(name, _)| *name);
            let parts: Vec<(&str, Vec<String>)> =
                used.iter().map(|name| (*name, values(dice, name, &all, &handles))).collect();
            let mut expected: Vec<&Value> = all
                .iter()
                .filter(|row| parts.iter().all(|(name, values)| selects(row, name, values, searched, &handles)))
                .collect();
            let turned = |ordering: Ordering, down: bool| if down { ordering.reverse() } else { ordering };
            expected.sort_by(|one, other| {
                let last = order.last().is_some_and(|(_, down)| *down);
                let terms = order.iter().map(|(name, down)| turned(compared(&one[*name], &other[*name]), *down));
                let key = turned(compared(&one["id"], &other["id"]), last);
                terms.chain([key]).find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
            });
            let mut query: Vec<String> = parts
                .iter()
                .flat_map(|(name, values)| values.iter().map(move |value| format!("{name}={}", escaped(value))))
                .collect();
            let terms = order.iter().map(|(name, down)| format!("{}{name}", if *down { "-" } else { "" }));
            query.push(format!("sort={}", terms.collect::<Vec<_>>().join(",")));
            query.push(format!("limit={}", 1 + dice.throw(40)));
            let query = query.join("&");
            let keys = |rows: &mut dyn Iterator<Item = &Value>| rows.map(|row| text(&row["id"])).collect::<Vec<_>>();
            let found = walk(&web, place, &query);
            assert_eq!(keys(&mut found.iter()), keys(&mut expected.into_iter()), "{place}?{query}");
            orders.insert(order);
        }
        let tried: BTreeSet<&str> = orders.iter().flatten().map(|(name, _)| *name).collect();
        assert_eq!(tried, sorted.iter().copied().collect(), "{place}: an order was not tried");
    }
}
