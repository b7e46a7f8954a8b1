//! MySQL and MariaDB.

use crate::server;
use diesel::prelude::*;
use diesel_migrations::MigrationHarness;

pub(crate) use diesel::mysql::{Mysql as Db, MysqlConnection as Conn};

/// What keeps the database.
pub(crate) type Place = server::Place<Conn>;

pub(crate) fn open() -> (Place, Conn) {
    let place = Place::new("MODEL_TEST_MYSQL_URL", ("DROP DATABASE ", ""));
    let mut conn = Conn::establish(&place.url).unwrap();
    conn.run_pending_migrations(model_core::migrations::MYSQL).unwrap();
    conn.run_pending_migrations(model_admin::migrations::MYSQL).unwrap();
    (place, conn)
}

/// A row of one text.
#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

pub(crate) fn rows(conn: &mut Conn, table: &str) -> Vec<String> {
    let column =
        "IF(data_type LIKE '%binary%', CONCAT('HEX(', column_name, ')'), CONCAT('CAST(', column_name, ' AS CHAR)'))";
    let columns = format!(
        "SELECT CAST(GROUP_CONCAT({column} SEPARATOR ', ') AS CHAR) AS line FROM information_schema.columns \
         WHERE table_schema = DATABASE() AND table_name = '{table}'"
    );
    let columns: Vec<Line> = diesel::sql_query(columns).load(conn).unwrap();
    let rows = format!("SELECT CONCAT_WS('|', '{table}', {}) AS line FROM {table} ORDER BY 1", columns[0].line);
    diesel::sql_query(rows).load::<Line>(conn).unwrap().into_iter().map(|line| line.line).collect()
}
