//! PostgreSQL.

use crate::server;
use diesel::prelude::*;
use diesel_migrations::MigrationHarness;

pub(crate) use diesel::pg::{Pg as Db, PgConnection as Conn};

/// What keeps the database.
pub(crate) type Place = server::Place<Conn>;

pub(crate) fn open() -> (Place, Conn) {
    let place = Place::new("MODEL_TEST_POSTGRES_URL", ("DROP DATABASE ", " WITH (FORCE)"));
    let mut conn = Conn::establish(&place.url).unwrap();
    conn.run_pending_migrations(model_core::migrations::POSTGRES).unwrap();
    conn.run_pending_migrations(model_admin::migrations::POSTGRES).unwrap();
    (place, conn)
}

/// A row of one text.
#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

pub(crate) fn rows(conn: &mut Conn, table: &str) -> Vec<String> {
    let rows = format!("SELECT '{table} ' || t::text AS line FROM {table} t ORDER BY 1");
    diesel::sql_query(rows).load::<Line>(conn).unwrap().into_iter().map(|line| line.line).collect()
}
