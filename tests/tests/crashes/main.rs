//! The server is killed, or the process that writes: what was written is whole, and the trail says exactly that.
//!
//! The servers are the tests' own, each on a data directory of its own. SQLite has none: there the process that writes
//! is another one, `victim`.
#![forbid(unsafe_code)]

mod check;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod server;
mod site;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "postgres")]
mod statement;

use check::{Snapshot, assert_every_acknowledged_write_is_there, assert_whole};
use model_tests::TestConnection;
use model_tests::crash::{Work, rows};
use site::Site;

/// Does each work again and again, every time with a crash before another of its statements, until it ends before the
/// crash would come.
fn nothing_is_half_written<S: Site>(site: &mut S) {
    for work in Work::ALL {
        let rows = rows(&mut site.connect());
        let before = Snapshot::take(&mut site.connect());
        let mut interrupted = Vec::new();
        while let Some(sql) = site.crash_before(interrupted.len(), work, &rows) {
            interrupted.push(sql);
            let conn = &mut site.connect();
            assert_whole(conn);
            assert_eq!(Snapshot::take(conn), before, "{work:?} was interrupted before the last of {interrupted:#?}");
        }
        let conn = &mut site.connect();
        assert_whole(conn);
        assert_ne!(Snapshot::take(conn), before, "{work:?} was not interrupted");
        if S::PROGRAMS {
            let (trail, rows) = (position(&interrupted, "INSERT INTO audit_logs"), position(&interrupted, work.verb()));
            assert!(rows < trail, "the change is written, its entry is not: {interrupted:#?}");
            assert_eq!(interrupted.last().map(String::as_str), Some("COMMIT"));
        }
        conn.remove_articles();
    }
}

/// Where a statement stands that begins like this.
fn position(statements: &[String], start: &str) -> usize {
    let found = statements.iter().position(|sql| sql.replace(['`', '"'], "").starts_with(start));
    found.unwrap_or_else(|| panic!("{start} is not among {statements:#?}"))
}

/// Eight writers at once, a crash in their midst, and again on what it left.
fn what_was_acknowledged_is_there<S: Site>(site: &mut S) {
    let rows = rows(&mut site.connect());
    for round in 0..4 {
        let before = site.connect().trail().len();
        let acknowledged = site.crash_under_load(&format!("round {round}"), &rows);
        let conn = &mut site.connect();
        assert_whole(conn);
        let trail = conn.trail();
        assert!(trail.len() > before, "entries are lost");
        assert_every_acknowledged_write_is_there(&acknowledged, &trail[before..]);
    }
}

macro_rules! crashes {
    ($($module:ident, $feature:literal, $site:expr;)+) => {$(
        #[cfg(feature = $feature)]
        mod $module {
            #[test]
            fn nothing_is_half_written() {
                super::nothing_is_half_written(&mut $site);
            }

            #[test]
            fn what_was_acknowledged_is_there() {
                super::what_was_acknowledged_is_there(&mut $site);
            }
        }
    )+};
}

crashes! {
    sqlite_with_a_log, "sqlite", crate::sqlite::File::new("WAL");
    sqlite_with_a_journal, "sqlite", crate::sqlite::File::new("DELETE");
    postgres, "postgres", crate::server::Own::<diesel::PgConnection>::start(xtask::Backend::Postgres);
    mysql, "mysql", crate::server::Own::<diesel::MysqlConnection>::start(xtask::Backend::Mysql);
}
