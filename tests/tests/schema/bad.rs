//! Databases and models that a check cannot compare: one clear line for each.

use crate::models::{All, NewPress, Press, Word, tables, triggers};
use diesel::prelude::*;
use model_core::check::{Report, Severity, check};
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::{TestConnection, on_every_backend};

mod short {
    diesel::table! {
        use diesel::sql_types::*;

        words (word) {
            word -> Text,
            is_deleted -> Nullable<Bool>,
        }
    }
}

mod plain {
    diesel::table! {
        use diesel::sql_types::*;

        folios (id) {
            id -> BigInt,
        }
    }
}

mod placed {
    diesel::table! {
        use diesel::sql_types::*;

        archive.folios (id) {
            id -> BigInt,
        }
    }
}

/// Another model of the table of words.
#[derive(Model, Debug)]
#[model(table = short::words)]
struct ShortWord {
    #[model(primary_key)]
    word: String,
    is_deleted: Option<bool>,
}

#[derive(Model, Debug)]
#[model(table = plain::folios)]
struct Folio {
    id: i64,
}

#[derive(Model, Debug)]
#[model(table = placed::folios)]
struct PlacedFolio {
    id: i64,
}

mod titled {
    diesel::table! {
        use diesel::sql_types::*;

        folios (id) {
            id -> BigInt,
            title -> Text,
        }
    }

    diesel::table! {
        use diesel::sql_types::*;

        quires (id) {
            id -> BigInt,
        }
    }
}

#[derive(Model, Debug)]
#[model(table = titled::folios, audit)]
struct TitledFolio {
    id: i64,
    title: String,
}

#[derive(Model, Debug)]
#[model(table = titled::folios, audit)]
struct HiddenFolio {
    id: i64,
    #[audit(mask)]
    title: String,
}

#[derive(Model, Debug)]
#[model(table = titled::folios, audit)]
struct CalledFolio {
    id: i64,
    #[diesel(column_name = title)]
    name: String,
}

#[derive(Model, Debug)]
#[model(table = titled::quires, audit, content_type = "folios")]
struct Quire {
    id: i64,
}

/// The findings of a report, without their statements.
fn lines(report: &Report) -> Vec<String> {
    let line = |finding: &model_core::check::Finding| {
        let place = finding.field.map_or(finding.model.to_owned(), |field| format!("{}.{field}", finding.model));
        format!("{} {place}: {}", finding.id, finding.message)
    };
    report.findings().iter().map(line).collect()
}

on_every_backend! {
    fn a_view_is_not_compared(db) {
        let conn = db.conn();
        for statement in tables::<Db>().into_iter().chain(triggers::<Db>()) {
            conn.sql(&statement);
        }
        conn.sql("DROP TABLE captions");
        conn.sql("CREATE VIEW captions AS SELECT 'one' AS print_id, 2 AS word");
        let report = check::<All>(conn).unwrap();
        let line = "table.view Caption: `captions` is a view, and its columns are not compared: write \
                    `#[model(read_only)]` on the model";
        assert_eq!((lines(&report), report.errors().count()), (vec![line.to_owned()], 0));
    }

    fn two_models_of_one_table_disagree(db) {
        let conn = db.conn();
        for statement in tables::<Db>().into_iter().chain(triggers::<Db>()) {
            conn.sql(&statement);
        }
        let report = check::<(Word, ShortWord)>(conn).unwrap();
        assert_eq!(
            lines(&report),
            [
                "model.disagrees ShortWord.is_deleted: `Word` declares the column `is_deleted` with another type",
                "null.refused ShortWord.is_deleted: the column cannot be NULL, but the model may write NULL",
                "model.incomplete ShortWord: `Word` writes the column `meaning`, which cannot be NULL, and this model of \
                 the same table does not: it cannot create rows",
            ]
        );
        // The same model twice is no mistake.
        assert!(check::<(Word, (Word,))>(conn).unwrap().is_empty());
    }

    fn two_models_with_one_history_agree(db) {
        let conn = db.conn();
        conn.sql("CREATE TABLE folios (id BIGINT NOT NULL PRIMARY KEY, title VARCHAR(20) NOT NULL)");
        conn.sql("CREATE TABLE quires (id BIGINT NOT NULL PRIMARY KEY)");
        let of_trail = |report: Report| -> Vec<String> {
            lines(&report).into_iter().filter(|line| line.starts_with("trail.")).collect()
        };
        assert_eq!(
            of_trail(check::<(TitledFolio, HiddenFolio, CalledFolio)>(conn).unwrap()),
            [
                "trail.disagrees HiddenFolio.title: `TitledFolio` has another `#[audit(..)]` for the column, and both \
                 write to one history",
                "trail.disagrees CalledFolio.name: `TitledFolio` calls the column `title`, and the entries of their \
                 history have one name for it",
                "trail.disagrees CalledFolio.name: `HiddenFolio` calls the column `title`, and the entries of their \
                 history have one name for it",
            ]
        );
        let mixed = "trail.shared Quire: `TitledFolio` of the table `folios` has the content type `folios` too, so the \
                     histories of their rows are mixed: give one of them another `content_type`";
        assert_eq!(of_trail(check::<(TitledFolio, Quire)>(conn).unwrap()), [mixed]);
        assert_eq!(of_trail(check::<(TitledFolio, TitledFolio)>(conn).unwrap()), Vec::<String>::new());
    }

    fn a_table_in_another_schema_is_not_taken_for_that_of_the_model(db) {
        let conn = db.conn();
        if Conn::NAME == "postgres" {
            conn.sql("CREATE SCHEMA archive");
            conn.sql("CREATE TABLE archive.folios (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)");
            assert_eq!(lines(&check::<PlacedFolio>(conn).unwrap()), Vec::<String>::new());
            assert_eq!(
                lines(&check::<Folio>(conn).unwrap()),
                ["table.missing Folio: there is no table `folios`, but the schema `archive` has one: name the schema in \
                  `table!`, as in `archive.folios`, or add it to the search path"]
            );
            conn.sql("SET search_path = archive, public");
            assert!(check::<Folio>(conn).unwrap().is_empty());
        } else {
            let line = |model, table| {
                format!("table.missing {model}: there is no table `{table}`, or this user may not see it")
            };
            assert_eq!(lines(&check::<PlacedFolio>(conn).unwrap()), [line("PlacedFolio", "archive.folios")]);
            assert_eq!(lines(&check::<Folio>(conn).unwrap()), [line("Folio", "folios")]);
        }
    }

    fn catalogs_that_nobody_may_read_are_one_finding(db) {
        let conn = db.conn();
        if Conn::NAME != "postgres" {
            // The others show what the user may see, and a table that it may not see is missing.
            return;
        }
        let reader = format!("schema_reader_{}", std::process::id());
        conn.sql(&format!("CREATE ROLE {reader}; REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC; SET ROLE {reader}"));
        let report = check::<All>(conn).unwrap();
        conn.sql(&format!("RESET ROLE; DROP ROLE {reader}"));
        let line = "catalog.unreadable database: the catalogs cannot be read: permission denied for table pg_class";
        assert_eq!(lines(&report), [line]);
    }

    fn a_report_is_a_table_that_can_be_shortened(db) {
        let conn = db.conn();
        for statement in tables::<Db>().into_iter().chain(triggers::<Db>()) {
            conn.sql(&statement.replace("_deletion_batch_index", "_batch"));
        }
        assert!(check::<All>(conn).unwrap().is_empty(), "an index may have any name");
        let drop = if Conn::NAME == "mysql" { "DROP INDEX prints_batch ON prints" } else { "DROP INDEX prints_batch" };
        conn.sql(drop);
        conn.sql("DROP TABLE captions");
        let report = check::<All>(conn).unwrap();
        let [error, warning] = report.findings() else { panic!("{report}") };
        assert_eq!((error.severity, warning.severity), (Severity::Error, Severity::Warning));
        assert_eq!((error.id, warning.id, warning.field), ("table.missing", "index.missing", Some("deletion_batch")));
        let text = report.to_string();
        let begins = [
            "error    table.missing  Caption               there is no table `captions`, or this user may not see it\n",
            "warning  index.missing  Print.deletion_batch  no index begins with deletion_batch: each restoration scans",
        ];
        assert!(begins.iter().all(|begin| text.contains(begin)), "{text}");
        assert!(text.trim_end().ends_with(';'), "{text}");
        assert_eq!(report.clone().allow("index").findings().len(), 1);
        assert_eq!(report.clone().allow("index.missing").errors().count(), 1);
        assert_eq!(report.clone().allow("ind").findings().len(), 2);
        assert!(report.allow("index").allow("table.missing").is_empty());
        assert_eq!(Report::default().to_string(), "the database matches the models");
    }

    fn rows_triggers_and_numbers_outlive_the_mending(db) {
        let conn = db.conn();
        let quote = if Conn::NAME == "postgres" { "\"" } else { "`" };
        for statement in tables::<Db>().into_iter().chain(triggers::<Db>()) {
            let text = format!("{quote}note{quote} VARCHAR(100)");
            let looser = statement.replace(&format!("{quote}note{quote} TEXT"), &text);
            // No default, and no foreign key.
            let looser = looser.replace(" DEFAULT 0,", ",").replace("_press_id_fk", "_house");
            conn.sql(&looser);
        }
        if Conn::NAME == "sqlite" {
            conn.sql("CREATE TRIGGER count_hits AFTER UPDATE OF copies ON prints BEGIN SELECT 1; END");
        }
        let press = Press::create(NewPress::builder().name("Plantin").build()).by(me()).run(conn).unwrap();
        let insert = |code: &str| {
            format!(
                "INSERT INTO prints (press_id, code, state, label, copies, plates, day, hits) \
                 SELECT id, '{code}', 'proof', 'l', 1, 0, '2026-01-31', 4 FROM presses"
            )
        };
        conn.sql(&insert("a"));
        conn.sql(&insert("b"));
        conn.sql("DELETE FROM prints WHERE code = 'b'");
        let report = check::<All>(conn).unwrap();
        assert_eq!(lines(&report).len(), 1, "{report}");
        assert_eq!(report.findings()[0].id, "default.missing");
        for statement in report.sql() {
            conn.sql(statement);
        }
        assert!(check::<All>(conn).unwrap().is_empty());
        conn.sql(&insert("c"));
        use crate::models::{Print, prints};
        let rows: Vec<(String, i32)> =
            prints::table.select((prints::code, prints::hits)).order(prints::id).load(conn).unwrap();
        assert_eq!(rows, [("a".to_owned(), 4), ("c".to_owned(), 4)]);
        let last: Print = press.prints().filter(prints::code.eq("c")).first(conn).unwrap();
        assert_eq!(last.id.to_string(), "3", "the number of a row that was removed is not given again");
        if Conn::NAME == "sqlite" {
            use diesel::dsl::sql;
            use diesel::sql_types::BigInt;
            let triggers = diesel::select(sql::<BigInt>("(SELECT count(*) FROM sqlite_master WHERE type = 'trigger')"));
            assert_eq!(triggers.get_result::<i64>(conn).unwrap(), 4, "that one, and those of a captured table");
        }
    }
}
