//! What a client may send, and what it is told.

use crate::dice::Dice;
use crate::memory::{list, sample};
use diesel::prelude::*;
use model_core::list::{ListError, ListNames, ListOf};
use model_core::prelude::*;
use model_tests::make::{articles, me};
use model_tests::models::{Article, Author, Sample, Token};
use model_tests::on_every_backend;
use model_tests::schema::articles as table;

fn articles_list() -> ListOf<Article> {
    Article::lists()
        .search((table::title, table::slug))
        .filter(table::status)
        .filter(table::author_id)
        .filter_text(table::title)
        .filter_range(table::published_at)
        .sort((table::title, table::updated_at))
        .default_sort("-created_at")
        .page_size(25, 100)
}

/// The parameter, the code and the message of the only mistake.
fn refused(query: &str) -> ListError {
    let errors = articles_list().parse(query).unwrap_err();
    let [error] = errors.errors() else { panic!("{errors}") };
    error.clone()
}

#[test]
fn an_unknown_parameter_is_named_beside_the_known_ones() {
    let error = refused("staus=draft");
    assert_eq!((&*error.parameter, error.code, error.field), ("staus", "unknown", None));
    let known = "q, status, status.not, author_id, author_id.not, title, title.not, title.contains, published_at, \
                 published_at.not, published_at.null, published_at.from, published_at.before, sort, limit, after, \
                 before, count";
    assert_eq!(error.message, format!("is unknown (did you mean `status`?): there are {known}"));
    assert_eq!(error.params, [("known", known.to_owned()), ("near", "status".to_owned())]);
    for query in ["status.null=true", "status.from=a", "title.from=a", "body=a", "views=1", "id=1", "Status=draft"] {
        assert_eq!(refused(query).code, "unknown", "{query}");
    }
}

#[test]
fn a_bad_value_is_told_in_words_of_the_column() {
    let cases = [
        ("status=published", "status", "unknown_choice", "is not one of draft, in_review, live"),
        ("author_id=7", "author_id", "malformed", "is not a UUID"),
        ("title=a%00b", "title", "malformed", "contains a NUL character"),
        ("published_at.null=yes", "published_at", "malformed", "is not `true` or `false`"),
        (
            "published_at.from=soon",
            "published_at",
            "malformed",
            "is not a point in time such as `2026-01-31T12:00:00Z`, or a date",
        ),
    ];
    for (query, field, code, message) in cases {
        let error = refused(query);
        assert_eq!((error.field, error.code, &*error.message), (Some(field), code, message), "{query}");
    }
    let cases = [
        ("sort=views", "unknown_sort", "cannot be by `views`: it is by title, updated_at"),
        ("sort=title,-title", "repeated", "names `title` twice"),
        ("sort=title&sort=title", "repeated", "was sent more than once"),
        ("limit=0", "malformed", "is not a number from 1 to 100"),
        ("limit=101", "malformed", "is not a number from 1 to 100"),
        ("count=1", "malformed", "is not `true` or `false`"),
        ("q=a&q=b", "repeated", "was sent more than once"),
        ("title=%ff", "malformed", "is not percent-encoded UTF-8"),
    ];
    for (query, code, message) in cases {
        let error = refused(query);
        assert_eq!((error.code, &*error.message), (code, message), "{query}");
    }
    let samples = ["whole=2147483648000000000000", "flag=1", "single=NaN", "day=2026-02-30", "clock=25:00:00"];
    for query in samples.into_iter().chain(["naive.from=2026-01-01T00:00:00Z", "day.from=10000-01-01"]) {
        let errors = list().parse(query).unwrap_err();
        assert_eq!(errors.errors()[0].code, "malformed", "{query}");
    }
}

#[test]
fn all_mistakes_are_told_at_once_and_become_an_error_of_the_library() {
    let errors = articles_list().parse("status=x&author_id=y&z=1&limit=-1").unwrap_err();
    let codes: Vec<_> = errors.errors().iter().map(|error| error.code).collect();
    assert_eq!(codes, ["unknown_choice", "malformed", "unknown", "malformed"]);
    let Error::Invalid { field, message, .. } = Error::from(errors.clone()) else { panic!("{errors}") };
    assert_eq!(field, "status");
    assert!(message.starts_with("`status`: is not one of draft, in_review, live; `author_id`: is not a UUID; `z`: is"));
    let json = serde_json::to_value(&errors).unwrap();
    assert_eq!(json[1]["code"], "malformed");
    assert_eq!(json[1]["params"][0], serde_json::json!(["expected", "a UUID"]));
}

#[test]
fn a_request_has_limits() {
    let many = |count: usize| vec!["title=a"; count].join("&");
    assert!(articles_list().parse(&many(100)).is_ok());
    assert_eq!(refused(&many(101)).code, "too_many");
    let names: Vec<String> = (0..21).map(|number| format!("p{number}=1")).collect();
    assert_eq!(refused(&names.join("&")).code, "too_many");
    assert!(articles_list().parse(&format!("q={}", "\u{fc}".repeat(200))).is_ok());
    assert_eq!(refused(&format!("q={}", "a".repeat(201))).code, "too_long");
    assert_eq!(refused(&format!("title.contains={}", "a".repeat(201))).code, "too_long");
    assert_eq!(refused(&format!("title={}", "a".repeat(1_001))).code, "too_long");
    assert_eq!(refused(&"a".repeat(70_000)).code, "too_long");
}

#[test]
fn a_list_by_names_has_the_rules_of_one_by_columns() {
    let names =
        ListNames { search: &["title"], filter: &["status"], range: &["published_at"], text: &[], sort: &["title"] };
    let list = ListOf::<Article>::by_names(names).unwrap();
    assert!(list.parse("q=a&status=draft&published_at.from=2026-01-01&sort=-title").is_ok());
    let wrong = |names| {
        let errors = ListOf::<Article>::by_names(names).unwrap_err();
        errors.errors().iter().map(|error| (error.parameter.clone(), error.code)).collect::<Vec<_>>()
    };
    let names = ListNames { filter: &["body", "titel"], text: &["status"], ..ListNames::default() };
    assert_eq!(wrong(names), ["body", "titel", "status"].map(|name| (name.to_owned(), "declaration")));
    // What the trail skips is no secret.
    assert!(ListOf::<Article>::by_names(ListNames { sort: &["views"], ..ListNames::default() }).is_ok());
    let masked = ListNames { sort: &["email"], ..ListNames::default() };
    assert!(ListOf::<Author>::by_names(masked).unwrap_err().to_string().contains("masked"));
    let unread = ListNames { filter: &["secret"], ..ListNames::default() };
    assert!(ListOf::<Token>::by_names(unread).unwrap_err().to_string().contains("write-only"));
    let documents = ListNames { filter: &["payload", "raw"], ..ListNames::default() };
    assert_eq!(ListOf::<Sample>::by_names(documents).unwrap_err().errors().len(), 2);
    // A default order by a name that does not exist is an error, and no panic.
    let wrong = articles_list().default_sort("-created_at, titel");
    assert_eq!(wrong.check().unwrap_err().errors()[0].parameter, "titel");
    assert_eq!(wrong.parse("").unwrap_err().errors()[0].code, "declaration");
}

/// A query string of words that mean something and of bytes that do not.
fn hostile(dice: &mut Dice) -> String {
    let names = [
        "q",
        "whole",
        "small.from",
        "guess.null",
        "note",
        "note.contains",
        "note.not",
        "day.before",
        "clock",
        "moment",
        "naive.from",
        "flag",
        "single",
        "ratio.from",
        "sort",
        "limit",
        "after",
        "before",
        "count",
        "id",
        "",
        ".",
        "x",
        "whole.from.from",
        "raw",
        "%6eote",
    ];
    let values = [
        "1",
        "-1",
        "0",
        "99999999999999999999",
        "2147483648",
        "1e309",
        "-1.7976931348623157e308",
        "1e-46",
        "NaN",
        "true",
        "false",
        "null",
        "",
        "%",
        "%25",
        "%00",
        "%ff",
        "_",
        "!",
        "'",
        "\"",
        "--",
        ";",
        "a%27%20OR%201=1--",
        "\\",
        "%5C%27",
        "small,-whole",
        "-id",
        "-",
        ",",
        "2026-01-31",
        "0001-01-01",
        "9999-12-31",
        "12:00:00",
        "23:59:60",
        "2026-01-31T12:00:00",
        "2026-01-31T12:00:00Z",
        "2026-06-30T23:59:60Z",
        "9999-12-31T23:59:59.999999Z",
        "%F0%9F%A6%80",
        "%E2%80%AE",
        "AAAA",
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "($1)",
        "?",
        ":x",
        "@@version",
    ];
    let mut parts = Vec::new();
    for _ in 0..=dice.throw(5) {
        let mut value = dice.one_of(&values).to_owned();
        if dice.throw(8) == 0 {
            value.push(char::from(u8::try_from(32 + dice.throw(95)).unwrap()));
        }
        parts.push(format!("{}={value}", dice.one_of(&names)));
    }
    parts.join(if dice.throw(20) == 0 { "&&" } else { "&" })
}

on_every_backend! {
    fn no_query_string_reaches_the_database_as_anything_but_values(db) {
        let conn = db.conn();
        let mut dice = Dice::new(41);
        let new: Vec<_> = (0..20).map(|_| sample(&mut dice)).collect();
        Sample::create_many(new).by(me()).run(conn).unwrap();
        let mut read = 0;
        for round in 0..4_000 {
            let query = hostile(&mut dice);
            if let Ok(ask) = list().parse(&query) {
                let page = Sample::objects().list(&ask).run(conn);
                let page = page.unwrap_or_else(|error| panic!("round {round}, {query}: {error}"));
                assert!(page.rows.len() <= 50);
                read += 1;
            }
        }
        assert!(read > 200, "{read}");
        assert_eq!(Sample::objects().count().get_result::<i64>(conn).unwrap(), 20);
    }

    fn a_search_ignores_case_and_takes_signs_for_themselves(db) {
        let conn = db.conn();
        articles(conn, ["50% off", "50 off", "Sea_Side", "seaside", "Why!?"]);
        let found = |conn: &mut Conn, query: &str| {
            let ask = articles_list().parse(&format!("{query}&sort=title")).unwrap();
            let page = Article::objects().list(&ask).run(conn).unwrap();
            page.rows.into_iter().map(|row| row.title).collect::<Vec<_>>()
        };
        assert_eq!(found(conn, "q=0%25"), ["50% off"]);
        assert_eq!(found(conn, "q=SEA_"), ["Sea_Side"]);
        assert_eq!(found(conn, "q=y!"), ["Why!?"]);
        assert_eq!(found(conn, "q=50-"), ["50 off"], "the slug is searched too");
        assert_eq!(found(conn, "title.contains=SEAS"), ["seaside"]);
        assert_eq!(found(conn, "q=%20%20").len(), 5);
    }
}
