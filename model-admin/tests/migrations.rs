//! The migrations create what the models of the desk declare.

use model_admin::{Failure, Session};
use model_core::ddl::create_table;

/// The statements without what is only layout.
fn plain(sql: &str) -> Vec<String> {
    let bare = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ").replace(['"', '`'], "");
    let lines: Vec<String> = sql.lines().filter(|line| !line.starts_with("--")).map(bare).collect();
    lines.join(" ").split(';').map(|statement| statement.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

fn declared<DB: model_core::verbs::Dialect>() -> Vec<String> {
    let tables = [create_table::<Session, DB>().unwrap(), create_table::<Failure, DB>().unwrap()];
    tables.iter().flatten().flat_map(|statement| plain(statement)).collect()
}

#[cfg(feature = "sqlite")]
#[test]
fn on_sqlite() {
    assert_eq!(
        plain(include_str!("../migrations/sqlite/20000102000000_admin/up.sql")),
        declared::<diesel::sqlite::Sqlite>()
    );
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres() {
    assert_eq!(plain(include_str!("../migrations/postgres/20000102000000_admin/up.sql")), declared::<diesel::pg::Pg>());
}

#[cfg(feature = "mysql")]
#[test]
fn on_mysql() {
    assert_eq!(
        plain(include_str!("../migrations/mysql/20000102000000_admin/up.sql")),
        declared::<diesel::mysql::Mysql>()
    );
}
