//! The statements of a list: their text, their number, and how the database reads.

use crate::dice::Dice;
use crate::memory::{list, sample};
use diesel::prelude::*;
use model_core::list::ListOf;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{articles, me};
use model_tests::models::{Article, Book, Sample};
use model_tests::schema::{articles as table, books, samples, writers};
use model_tests::{Recorder, TestConnection, on_every_backend};
use std::fmt::Write;

fn articles_list() -> ListOf<Article> {
    Article::lists()
        .search((table::title, table::slug))
        .filter(table::status)
        .filter_text(table::title)
        .filter_range(table::published_at)
        .sort((table::title, table::published_at, table::created_at))
        .page_size(2, 100)
}

/// A connection that explains how it reads.
trait Explains {
    /// The plan of a statement, as text.
    fn plan(&mut self, sql: &str) -> String;
}

#[cfg(feature = "sqlite")]
impl Explains for model_tests::connections::SqliteConnection {
    fn plan(&mut self, sql: &str) -> String {
        #[derive(QueryableByName)]
        struct Step {
            #[diesel(sql_type = diesel::sql_types::Text)]
            detail: String,
        }
        let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(self).unwrap();
        steps.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(feature = "postgres")]
impl Explains for model_tests::connections::PgConnection {
    fn plan(&mut self, sql: &str) -> String {
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
            line: String,
        }
        self.sql("ANALYZE samples");
        let lines: Vec<Line> = diesel::sql_query(format!("EXPLAIN {sql}")).load(self).unwrap();
        lines.into_iter().map(|line| line.line).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(feature = "mysql")]
impl Explains for model_tests::connections::MysqlConnection {
    fn plan(&mut self, sql: &str) -> String {
        #[derive(QueryableByName)]
        struct Table {
            #[diesel(sql_type = diesel::sql_types::Text, column_name = "type")]
            way: String,
            #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
            key: Option<String>,
        }
        self.sql("ANALYZE TABLE samples");
        let tables: Vec<Table> = diesel::sql_query(format!("EXPLAIN {sql}")).load(self).unwrap();
        tables.into_iter().map(|table| format!("{} {}", table.way, table.key.unwrap_or_default())).collect()
    }
}

/// The statement with these numbers in the place of its binds.
fn with_values(sql: &str, values: &[i64]) -> String {
    let mut text = sql.to_owned();
    for (place, value) in values.iter().enumerate() {
        let bind = if text.contains('$') { format!("${}", place + 1) } else { "?".to_owned() };
        text = text.replacen(&bind, &value.to_string(), 1);
    }
    text
}

on_every_backend! {
    fn statements_of_lists(db) {
        let conn = db.conn();
        articles(conn, ["a", "b", "c", "d"]);
        let mut sheet = String::new();
        let recorder = Recorder::on(conn);
        let mut add = |conn: &mut Conn, heading: &str, query: &str| {
            recorder.sent();
            let list = articles_list().search_within(2);
            let page = Article::objects().list(&list.parse(query).unwrap()).run(conn).unwrap();
            let asked = ["&after=", "&before="].iter().fold(query, |query, name| query.split(name).next().unwrap());
            let _ = writeln!(sheet, "-- {heading}: {asked}");
            for sql in recorder.sent() {
                let clauses = [" FROM ", " WHERE ", " ORDER BY ", " AND "];
                let broken = clauses.iter().fold(sql, |sql, clause| sql.replace(clause, &format!("\n   {clause}")));
                let _ = writeln!(sheet, "{broken}\n");
            }
            page
        };
        add(conn, "the first page", "");
        add(conn, "with a count", "count=true");
        let page = add(conn, "by one column", "sort=title");
        add(conn, "after it", &format!("sort=title&after={}", page.next.unwrap()));
        let page = add(conn, "in two directions, with NULL", "sort=-published_at,title");
        add(conn, "after it", &format!("sort=-published_at,title&after={}", page.next.unwrap()));
        let page = add(conn, "with NULL at the beginning", "sort=published_at");
        let page = add(conn, "after it", &format!("sort=published_at&after={}", page.next.unwrap()));
        add(conn, "before it", &format!("sort=published_at&before={}", page.previous.unwrap()));
        let page = add(conn, "a search", "sort=title&q=c&count=true");
        add(conn, "further", &format!("sort=title&q=c&count=true&after={}", page.next.unwrap()));
        add(conn, "every filter", "q=a&status=draft&status=live&title.not=x&title.contains=a&published_at.null=true");
        add(conn, "a range", "published_at.from=2026-01-31&published_at.before=2026-02-28&published_at.not=2026-02-01");
        let books = Book::lists().filter_parent(books::writer_id, writers::name);
        recorder.sent();
        Book::objects().list(&books.parse("writer.name=Ann").unwrap()).run(conn).unwrap();
        let _ = writeln!(sheet, "-- by a parent\n{}", recorder.sent().join("\n"));
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("lists__{}", Conn::NAME), sheet);
        });
    }

    fn a_page_is_one_statement_and_a_count_another_only_if_it_is_needed(db) {
        let conn = db.conn();
        articles(conn, ["a", "b", "c"]);
        let recorder = Recorder::on(conn);
        let sent = |conn: &mut Conn, query: &str| {
            recorder.sent();
            Article::objects().list(&articles_list().parse(query).unwrap()).run(conn).unwrap();
            recorder.sent().len()
        };
        assert_eq!(sent(conn, "limit=2"), 1);
        assert_eq!(sent(conn, "limit=2&count=true"), 2);
        assert_eq!(sent(conn, "limit=3&count=true"), 1, "the page has all rows");
        assert_eq!(sent(conn, "q=nothing&count=true"), 1);
    }

    fn a_statement_of_a_list_is_kept_unless_a_client_can_vary_it_at_will(db) {
        let conn = db.conn();
        articles(conn, ["a", "b", "c"]);
        let recorder = Recorder::on(conn);
        let prepared = |conn: &mut Conn, query: &str| {
            let page = Article::objects().list(&articles_list().parse(query).unwrap()).run(conn).unwrap();
            (recorder.prepared().len(), page)
        };
        let (first, page) = prepared(conn, "sort=title");
        assert_eq!(first, 1);
        assert_eq!(prepared(conn, "sort=title").0, 0);
        let next = format!("sort=title&after={}", page.next.unwrap());
        assert_eq!((prepared(conn, &next).0, prepared(conn, &next).0), (1, 0));
        assert_eq!((prepared(conn, "status=live").0, prepared(conn, "status=draft").0), (1, 0));
        for query in ["limit=7", "status=live&status=draft", "status=live&title=a", "q=a&title=b&limit=3"] {
            assert_eq!(prepared(conn, query).0, 0, "{query}");
        }
    }

    fn a_page_deep_within_a_list_begins_in_the_index(db) {
        let conn = db.conn();
        let mut dice = Dice::new(29);
        for _ in 0..4 {
            let new: Vec<_> = (0..500).map(|_| sample(&mut dice)).collect();
            Sample::create_many(new).by(me()).run(conn).unwrap();
        }
        conn.sql("UPDATE samples SET whole = id / 2");
        conn.sql("CREATE INDEX samples_whole ON samples (whole, id)");
        let recorder = Recorder::on(conn);
        for (query, name) in [("sort=whole", "after"), ("sort=-whole", "after"), ("sort=whole", "before")] {
            let first = Sample::objects().list(&list().parse(query).unwrap()).run(conn).unwrap();
            let second = list().parse(&format!("{query}&after={}", first.next.unwrap())).unwrap();
            let second = Sample::objects().list(&second).run(conn).unwrap();
            let cursor = if name == "after" { second.next } else { second.previous };
            let ask = list().parse(&format!("{query}&{name}={}", cursor.unwrap())).unwrap();
            recorder.sent();
            Sample::objects().list(&ask).run(conn).unwrap();
            let sql = recorder.sent().remove(0);
            let deep = if Conn::NAME == "mysql" { vec![500, 500, 500, 1_000] } else { vec![500, 1_000] };
            let plan = conn.plan(&with_values(&sql, &deep));
            let (begins, whole) = match Conn::NAME {
                "sqlite" => ("SEARCH samples USING INDEX samples_whole (whole", "SCAN"),
                "postgres" => ("Index Cond: (ROW(whole, id) ", "Sort"),
                _ => ("range samples_whole", "ALL"),
            };
            assert!(plan.contains(begins) && !plan.contains(whole), "{query}&{name}\n{sql}\n{plan}");
            recorder.sent();
        }
        let all: i64 = Sample::objects().filter(samples::whole.ge(0)).count().get_result(conn).unwrap();
        assert_eq!(all, 2_000);
    }

    fn a_page_deep_within_an_order_with_null_begins_in_the_index(db) {
        let conn = db.conn();
        let mut dice = Dice::new(37);
        for _ in 0..4 {
            let new: Vec<_> = (0..500).map(|_| sample(&mut dice)).collect();
            Sample::create_many(new).by(me()).run(conn).unwrap();
        }
        conn.sql("UPDATE samples SET guess = CASE WHEN id % 3 = 0 THEN NULL ELSE id / 2 END");
        let nulls_first = if Conn::NAME == "postgres" { " NULLS FIRST" } else { "" };
        conn.sql(&format!("CREATE INDEX samples_guess ON samples (guess{nulls_first}, id)"));
        let recorder = Recorder::on(conn);
        for (query, values) in [("sort=-guess", vec![500; 3]), ("sort=guess", vec![])] {
            let first = Sample::objects().list(&list().parse(query).unwrap()).run(conn).unwrap();
            let ask = list().parse(&format!("{query}&after={}", first.next.unwrap())).unwrap();
            recorder.sent();
            Sample::objects().list(&ask).run(conn).unwrap();
            let sent = recorder.sent();
            assert_eq!(sent.len(), 1, "{sent:#?}");
            let rows = values.get(..if Conn::NAME == "mysql" { 3 } else { 1 }).unwrap_or_default();
            let plan = conn.plan(&with_values(&sent[0], &[rows, &[1_000]].concat()));
            let (begins, whole) = match (Conn::NAME, values.is_empty()) {
                ("sqlite", _) => ("SEARCH samples USING INDEX samples_guess (guess", "SCAN"),
                ("postgres", false) => ("Index Cond: (ROW(guess, id) ", "Sort"),
                ("postgres", true) => ("Index Cond: ((guess IS NULL) AND (id > ", "Sort"),
                (_, false) => ("range samples_guess", "ALL"),
                (_, true) => ("samples_guess", "ALL"),
            };
            assert!(plan.contains(begins) && !plan.contains(whole), "{query}\n{}\n{plan}", sent[0]);
            recorder.sent();
        }
    }
}
