//! The orders and searches that lists offer, and the indexes that serve them.

use chrono::NaiveDate;
use diesel::prelude::*;
use model_core::check::{Report, with_lists};
use model_core::ddl::create_table;
use model_core::list::ListOf;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::{Recorder, TestConnection, on_every_backend};

mod tables {
    diesel::table! {
        use diesel::sql_types::*;

        leaflets (id) {
            id -> BigInt,
            title -> Text,
            note -> Text,
            summary -> Nullable<Text>,
            copies -> Integer,
            printed_on -> Date,
        }
    }

    diesel::table! {
        use diesel::sql_types::*;

        postmarks (id) {
            id -> BigInt,
            office_id -> BigInt,
            motif -> Text,
            price -> Integer,
        }
    }
}

use tables::{leaflets, postmarks};

#[derive(Model, Debug)]
#[model(table = leaflets, ordering = "-printed_on")]
struct Leaflet {
    id: i64,
    #[model(max_length = 80)]
    title: String,
    note: String,
    #[model(max_length = 200)]
    summary: Option<String>,
    copies: i32,
    printed_on: NaiveDate,
}

#[derive(Base, Debug)]
struct Issued {
    #[model(default_scope(by = by_office, lifted_by = by_all_offices))]
    office_id: i64,
}

#[derive(Model, Debug)]
#[model(table = postmarks)]
struct Postmark {
    id: i64,
    #[model(base)]
    issued: Issued,
    #[model(max_length = 80)]
    motif: String,
    #[model(index(with = [id]))]
    price: i32,
}

fn leaflets() -> ListOf<Leaflet> {
    let sorted = (leaflets::title, leaflets::copies, leaflets::note, leaflets::printed_on);
    Leaflet::lists().sort(sorted).default_sort("copies")
}

/// A line of a plan of PostgreSQL.
#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
    line: String,
}

/// The ids and the fields of the findings.
fn found(report: &Report) -> Vec<(&str, &str)> {
    report.findings().iter().map(|finding| (finding.id, finding.field.unwrap_or_default())).collect()
}

on_every_backend! {
    fn an_order_without_an_index_is_found_with_the_sql_that_creates_it(db) {
        let conn = db.conn();
        create_table::<Leaflet, Db>().unwrap().iter().for_each(|statement| conn.sql(statement));
        let list = leaflets();
        let check = |conn: &mut Conn| with_lists::<Leaflet>(conn, &[&list]).unwrap().allow("setting").allow("key");
        let report = check(conn);
        let all = [("list.unindexed", "copies"), ("list.unindexed", "title"), ("list.unindexed", "note")];
        assert_eq!(found(&report), all);
        let told = "no index begins with title: each page with `sort=title` sorts all rows; declare \
                    `#[model(index(with = [id]))]`";
        assert_eq!(report.findings()[1].message, told);
        let allowed = check(conn).allow_at("list.unindexed", "Leaflet.note").allow_at("index.missing", "Leaflet.title");
        assert_eq!(found(&allowed), all[..2]);
        report.sql().into_iter().for_each(|statement| conn.sql(statement));
        // No index of MySQL covers a whole text of unlimited length.
        let left = if Conn::NAME == "mysql" { &all[2..] } else { &[] };
        assert_eq!(found(&check(conn)), left);
        // What an index of another name does as well is not found, and the default order is found once.
        let on = if Conn::NAME == "mysql" { " ON leaflets" } else { "" };
        for index in ["leaflets_title_id_index", "leaflets_copies_id_index", "leaflets_printed_on_order"] {
            conn.sql(&format!("DROP INDEX {index}{on}"));
        }
        conn.sql("CREATE UNIQUE INDEX leaflets_own ON leaflets (title, copies)");
        let report = check(conn).allow("unique.undeclared").allow_at("list.unindexed", "Leaflet.note");
        assert_eq!(found(&report), [("order.unindexed", "printed_on"), ("list.unindexed", "copies")]);
    }

    fn an_index_with_null_at_the_other_end_serves_no_order(db) {
        let conn = db.conn();
        create_table::<Leaflet, Db>().unwrap().iter().for_each(|statement| conn.sql(statement));
        let list = Leaflet::lists().sort((tables::leaflets::summary, tables::leaflets::id)).default_sort("-summary");
        let check = |conn: &mut Conn| with_lists::<Leaflet>(conn, &[&list]).unwrap().allow("setting").allow("key");
        // NULL is the largest value for PostgreSQL, and the smallest one for the library and for the others.
        let is_largest = Conn::NAME == "postgres";
        let unindexed: &[_] = &[("list.unindexed", "summary")];
        let on = if Conn::NAME == "mysql" { " ON leaflets" } else { "" };
        for columns in ["summary", "summary DESC"] {
            conn.sql(&format!("CREATE INDEX leaflets_own ON leaflets ({columns}, id)"));
            assert_eq!(found(&check(conn)), if is_largest { unindexed } else { &[] }, "{columns}");
            conn.sql(&format!("DROP INDEX leaflets_own{on}"));
        }
        if !is_largest {
            return;
        }
        for columns in ["summary NULLS FIRST", "summary DESC NULLS LAST"] {
            conn.sql(&format!("CREATE INDEX leaflets_own ON leaflets ({columns}, id)"));
            assert_eq!(found(&check(conn)), [], "{columns}");
            conn.sql("DROP INDEX leaflets_own");
        }
        let report = check(conn);
        report.sql().into_iter().for_each(|statement| conn.sql(statement));
        assert_eq!(found(&check(conn)), []);
        conn.sql("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off");
        for order in ["summary", "-summary"] {
            let recorder = Recorder::on(conn);
            let ask = list.parse_pairs(&[("sort".to_owned(), order.to_owned())]).unwrap();
            Leaflet::objects().list(&ask).run(conn).unwrap();
            let sent = recorder.sent().last().unwrap().clone();
            let plan: Vec<Line> = diesel::sql_query(format!("EXPLAIN {sent}")).load(conn).unwrap();
            let plan: Vec<_> = plan.into_iter().map(|line| line.line).collect();
            assert!(plan.iter().all(|line| !line.contains("Sort")), "{sent}: {plan:?}");
        }
    }

    fn an_index_may_begin_with_the_default_scope(db) {
        let conn = db.conn();
        create_table::<Postmark, Db>().unwrap().iter().for_each(|statement| conn.sql(statement));
        // The list brings its model.
        create_table::<Leaflet, Db>().unwrap().iter().for_each(|statement| conn.sql(statement));
        let list = Postmark::lists().sort((postmarks::motif, postmarks::price, postmarks::id));
        let report = with_lists::<Leaflet>(conn, &[&list]).unwrap().allow("setting").allow("key");
        assert_eq!(found(&report), [("list.unindexed", "motif")]);
        conn.sql("CREATE INDEX postmarks_of_office ON postmarks (office_id, motif)");
        let report = with_lists::<Leaflet>(conn, &[&list]).unwrap().allow("setting").allow("key");
        assert_eq!(found(&report), []);
        let on = if Conn::NAME == "mysql" { " ON postmarks" } else { "" };
        conn.sql(&format!("DROP INDEX postmarks_price_id_index{on}"));
        let report = with_lists::<Leaflet>(conn, &[&list]).unwrap().allow("setting").allow("key");
        assert_eq!(found(&report), [("index.missing", "price")], "the model declares it, so it is found once");
        report.sql().into_iter().for_each(|statement| conn.sql(statement));
        assert!(with_lists::<Leaflet>(conn, &[&list]).unwrap().allow("setting").allow("key").is_empty());
    }

    fn a_search_for_words_has_an_index_on_postgresql(db) {
        let conn = db.conn();
        create_table::<Leaflet, Db>().unwrap().iter().for_each(|statement| conn.sql(statement));
        let day: NaiveDate = "2026-01-01".parse().unwrap();
        let leaflets = [("sailing boats", None), ("a boat", Some("sea ice")), ("hills", Some("they sailed. no sea"))];
        for (title, summary) in leaflets {
            let new = NewLeaflet::builder().title(title).summary(summary.map(str::to_owned)).note("x").copies(1);
            Leaflet::create(new.printed_on(day).build()).run(conn).unwrap();
        }
        let list = Leaflet::lists().search((tables::leaflets::title, tables::leaflets::summary)).full_text("english");
        let list = list.default_sort("id");
        let find = |conn: &mut Conn, words: &str| {
            let ask = list.parse_pairs(&[("q".to_owned(), words.to_owned())]).unwrap();
            let rows = Leaflet::objects().list(&ask).run(conn).unwrap().rows;
            rows.into_iter().map(|row| row.title).collect::<Vec<_>>()
        };
        let has_words = Conn::NAME == "postgres";
        let all: [(&str, &[&str], &[&str]); 7] = [
            ("boats", &["sailing boats", "a boat"], &["sailing boats"]),
            ("sail", &["sailing boats", "hills"], &["sailing boats", "hills"]),
            ("sea ice", &["a boat"], &["a boat"]),
            ("sea -ice", &["hills"], &[]),
            ("hills or \"ice sea\" or ice", &["a boat", "hills"], &[]),
            ("the", &[], &["hills"]),
            ("ail", &[], &["sailing boats", "hills"]),
        ];
        for (words, on_postgres, elsewhere) in all {
            assert_eq!(find(conn, words), if has_words { on_postgres } else { elsewhere }, "{words}");
        }
        for hostile in ["'", "\"", "a:*b", "!&|()", "\\", "-", "or", "a or", "((", "%_!", "<->", "$1", "?"] {
            assert_eq!(find(conn, hostile), [""; 0], "{hostile}");
        }

        let check = |conn: &mut Conn| with_lists::<Leaflet>(conn, &[&list]).unwrap().allow("setting").allow("key");
        let report = check(conn);
        assert_eq!(found(&report), if has_words { vec![("search.unindexed", "title")] } else { Vec::new() });
        report.sql().into_iter().for_each(|statement| conn.sql(statement));
        assert!(check(conn).is_empty());
        if !has_words {
            return;
        }
        conn.sql("SET enable_seqscan = off");
        let recorder = Recorder::on(conn);
        find(conn, "boats");
        let sent = recorder.sent().last().unwrap().replace("$1", "'boats'");
        let plan: Vec<Line> = diesel::sql_query(format!("EXPLAIN {sent}")).load(conn).unwrap();
        let index = "leaflets_title_summary_search";
        assert!(plan.iter().any(|line| line.line.contains(index)), "{sent}");
        // An index in another language, or over other columns, does not serve it.
        let others = ["to_tsvector('simple', title || ' ' || coalesce(summary, ''))", "to_tsvector('english', title)"];
        for document in others {
            conn.sql(&format!("DROP INDEX {index}"));
            conn.sql(&format!("CREATE INDEX {index} ON leaflets USING gin ({document})"));
            assert_eq!(found(&check(conn)), [("search.unindexed", "title")], "{document}");
        }
        let report = check(conn);
        report.sql().into_iter().for_each(|statement| conn.sql(statement));
        assert!(check(conn).is_empty());
    }
}
