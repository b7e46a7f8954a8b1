//! What `check` says about the triggers.

use crate::models::{self, Bin, Slip, Specimen, bins, slips};
use model_core::check::check;
use model_core::ddl::{capture, drop_capture};
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::{TestConnection, on_every_backend};

/// The same table without the triggers.
#[derive(Model, Debug)]
#[model(table = slips, audit)]
struct PlainSlip {
    id: i64,
    #[model(belongs_to(Bin, name = bin))]
    bin_code: String,
    line: String,
}

type All = (Bin, Slip, Specimen);

/// The ids of what is found, without what is meant to be so.
macro_rules! found {
    ($conn:ident, $models:ty) => {{
        let report = check::<$models>($conn).unwrap().allow("foreign_key.on_delete").allow("capture.cascade");
        let ids: Vec<_> = report.findings().iter().map(|finding| (finding.id, finding.model)).collect();
        (ids, report)
    }};
}

on_every_backend! {
    fn the_triggers_of_the_library_are_as_they_should_be(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let (ids, report) = found!(conn, All);
        assert!(ids.is_empty(), "{report}");
        let cascades = check::<All>(conn).unwrap().findings().iter().filter(|found| found.id == "capture.cascade").count();
        assert_eq!(cascades, usize::from(Conn::NAME == "mysql"));
    }

    fn triggers_that_are_not_there_or_not_those_of_the_model_are_found_and_mended(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let others: &[&str] = match Conn::NAME {
            "sqlite" => &[
                "DROP TRIGGER bins_capture_update",
                "DROP TRIGGER bins_capture_delete; CREATE TRIGGER bins_capture_delete AFTER DELETE ON bins BEGIN SELECT 1; END",
            ],
            "postgres" => &[
                "DROP TRIGGER bins_capture_truncate ON bins",
                "ALTER TABLE bins DISABLE TRIGGER bins_capture",
                "CREATE OR REPLACE FUNCTION bins_capture() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            ],
            _ => &[
                "DROP TRIGGER bins_capture_update",
                "DROP TRIGGER bins_capture_delete; CREATE TRIGGER bins_capture_delete AFTER DELETE ON bins FOR EACH ROW SET @x = 1",
            ],
        };
        for statements in others {
            for statement in statements.split_inclusive("delete;") {
                conn.sql(statement.trim_end_matches(';'));
            }
            let (ids, report) = found!(conn, All);
            assert_eq!(ids, [("capture.differs", "Bin")], "{statements}: {report}");
            for statement in report.sql() {
                conn.sql(statement);
            }
            assert!(found!(conn, All).0.is_empty(), "{statements}");
        }
        for statement in drop_capture::<Specimen, Db>().unwrap() {
            conn.sql(&statement);
        }
        let (ids, report) = found!(conn, All);
        assert_eq!(ids, [("capture.missing", "Specimen")], "{report}");
        for statement in report.sql() {
            conn.sql(statement);
        }
        assert!(found!(conn, All).0.is_empty());
    }

    fn a_table_that_is_missing_gets_its_triggers(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        conn.sql("DROP TABLE slips");
        let (ids, report) = found!(conn, All);
        assert_eq!(ids, [("table.missing", "Slip"), ("capture.missing", "Slip")], "{report}");
        for statement in report.sql() {
            conn.sql(statement);
        }
        assert!(found!(conn, All).0.is_empty());
    }

    fn triggers_of_a_model_that_does_not_say_so_are_found(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let (ids, report) = found!(conn, PlainSlip);
        assert_eq!(ids, [("capture.undeclared", "PlainSlip")], "{report}");
        for statement in report.sql() {
            conn.sql(statement);
        }
        assert!(found!(conn, PlainSlip).0.is_empty());
        assert_eq!(found!(conn, Slip).0, [("capture.missing", "Slip")]);
    }

    fn a_migration_goes_up_and_down_and_up(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        for _ in 0..2 {
            for statement in drop_capture::<Bin, Db>().unwrap().into_iter().chain(capture::<Bin, Db>().unwrap()) {
                conn.sql(&statement);
            }
        }
        assert!(found!(conn, All).0.is_empty());
        // What a migration of Diesel has in one file.
        let down: String = drop_capture::<Bin, Db>().unwrap().iter().map(|sql| format!("{sql};\n")).collect();
        let up: String = capture::<Bin, Db>().unwrap().iter().map(|sql| format!("{sql};\n")).collect();
        conn.sql(&down);
        conn.sql(&up);
        assert!(found!(conn, All).0.is_empty());
        use diesel::prelude::*;
        assert_eq!(bins::table.count().get_result::<i64>(conn).unwrap(), 0);
    }
}
