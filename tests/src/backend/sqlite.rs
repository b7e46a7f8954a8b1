//! SQLite: a file in a temporary directory, because several connections have to see it.

use super::{Backend, Place};
use crate::connections::SqliteConnection;
use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use diesel_migrations::MigrationHarness;
use tempfile::TempDir;

/// A temporary directory with one database file.
#[derive(Debug)]
pub struct File {
    url: String,
    _dir: TempDir,
}

impl Place for File {
    fn url(&self) -> &str {
        &self.url
    }
}

impl Backend for SqliteConnection {
    type Place = File;

    const NAME: &'static str = "sqlite";
    const REFUSE_AUDIT: &'static str = "CREATE TRIGGER refuse BEFORE INSERT ON audit_logs \
        WHEN NEW.actor_kind = 'refused' BEGIN SELECT RAISE(ABORT, 'the trail is closed'); END";
    const ONE_STATEMENT: bool = false;

    fn place() -> File {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        File { url: dir.path().join("test.db").display().to_string(), _dir: dir }
    }

    fn create_tables(conn: &mut Self) {
        conn.batch_execute("PRAGMA journal_mode = WAL").expect("WAL can be switched on");
        conn.run_pending_migrations(model_core::migrations::SQLITE).expect("the library's tables can be created");
        conn.batch_execute(include_str!("../ddl/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/shelf/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/forum/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/desk/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/garden/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/post/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/vault/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/workspace/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/agency/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/register/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/wallet/sqlite.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/archive/sqlite.sql")).expect("the tables can be created");
    }

    fn indexes() -> Vec<String> {
        super::indexes::<diesel::sqlite::Sqlite>()
    }

    fn prepare(conn: &mut Self) -> QueryResult<()> {
        // A test database need not survive a crash of the machine.
        conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF")
    }
}
