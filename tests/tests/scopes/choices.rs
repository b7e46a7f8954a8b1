//! Enums stored as text.

use diesel::prelude::*;
use model_core::Choices;
use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::make::{article, articles, me};
use model_tests::models::{Article, Status};
use model_tests::on_every_backend;
use model_tests::schema::articles as table;

#[test]
fn values_and_labels_are_those_declared() {
    let all: Vec<_> = Status::ALL.iter().map(|choice| (choice.choice, choice.value, choice.label)).collect();
    let expected = [
        (Status::Draft, "draft", "Draft"),
        (Status::InReview, "in_review", "With the editor"),
        (Status::Published, "live", "Published"),
    ];
    assert_eq!(all, expected);
    for choice in [Status::Draft, Status::InReview, Status::Published] {
        assert_eq!(choice.value().parse::<Status>().unwrap(), choice);
        assert_eq!(choice.to_string(), choice.value());
    }
    let error = "published".parse::<Status>().unwrap_err().to_string();
    assert_eq!(error, "`published` is not a choice of Status: expected one of draft, in_review, live");
}

/// An error and what caused it.
fn told_by(error: &dyn std::error::Error) -> String {
    let mut recorded = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        recorded.push_str(": ");
        recorded.push_str(&inner.to_string());
        source = inner.source();
    }
    recorded
}

on_every_backend! {
    fn a_choice_stands_in_an_expression(db) {
        let conn = db.conn();
        let [a, b, _] = articles(conn, ["a", "b", "c"]);
        a.patch().status(Status::Published).by(me()).run(conn).unwrap();
        b.patch().status(Status::InReview).by(me()).run(conn).unwrap();
        let live: Article = Article::objects().filter(table::status.eq(Status::Published)).first(conn).unwrap();
        assert_eq!((live.id, live.status), (a.id, Status::Published));
        let two = [Status::Draft, Status::InReview];
        let count: i64 = Article::objects().filter(table::status.eq_any(two)).count().get_result(conn).unwrap();
        assert_eq!(count, 2);
        let stored: String = table::table.filter(table::id.eq(a.id)).select(table::status).first(conn).unwrap();
        assert_eq!(stored, "live");
        let n: usize = diesel::update(table::table).set(table::status.eq(&Status::Draft)).execute(conn).unwrap();
        assert_eq!(n, 3);
    }

    fn an_unknown_value_is_refused_and_says_what_is_known(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        conn.sql("UPDATE articles SET status = 'gone'");
        let error = told_by(&Article::objects().load::<Article>(conn).unwrap_err());
        assert!(error.contains("`gone` is not a choice of Status: expected one of draft, in_review, live"), "{error}");
        // What a write would return cannot be read. Whether it was done or not, the trail tells the same as the table.
        let trail = conn.trail().len();
        let error = told_by(&row.patch().title("other").by(me()).run(conn).unwrap_err());
        assert!(error.contains("status") && error.contains("`gone` is not a choice of Status"), "{error}");
        let title: String = table::table.select(table::title).first(conn).unwrap();
        assert_eq!(conn.trail().len() > trail, title == "other");
    }
}
