//! SQLite.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::MigrationHarness;

pub(crate) use diesel::sqlite::{Sqlite as Db, SqliteConnection as Conn};

/// What keeps the database.
pub(crate) struct Place;

pub(crate) fn open() -> (Place, Conn) {
    let mut conn = Conn::establish(":memory:").unwrap();
    conn.batch_execute("PRAGMA foreign_keys = ON").unwrap();
    conn.run_pending_migrations(model_core::migrations::SQLITE).unwrap();
    conn.run_pending_migrations(model_admin::migrations::SQLITE).unwrap();
    (Place, conn)
}

/// A row of one text.
#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

pub(crate) fn rows(conn: &mut Conn, table: &str) -> Vec<String> {
    let quoted = "'quote(' || quote(name) || ')'";
    let columns = format!("SELECT group_concat({quoted}, ' || ''|'' || ') AS line FROM pragma_table_info('{table}')");
    let columns: Vec<Line> = diesel::sql_query(columns).load(conn).unwrap();
    let columns = columns[0].line.replace("quote('", "quote(\"").replace("')", "\")");
    let rows = format!("SELECT '{table} ' || {columns} AS line FROM {table} ORDER BY 1");
    diesel::sql_query(rows).load::<Line>(conn).unwrap().into_iter().map(|line| line.line).collect()
}
