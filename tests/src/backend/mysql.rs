//! MySQL and MariaDB.

use super::Backend;
use super::server::Created;
use crate::connections::MysqlConnection;
use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use diesel_migrations::MigrationHarness;

impl Backend for MysqlConnection {
    type Place = Created<Self>;

    const NAME: &'static str = "mysql";
    const REFUSE_AUDIT: &'static str = "ALTER TABLE audit_logs ADD CONSTRAINT closed CHECK (actor_kind <> 'refused')";
    const ONE_STATEMENT: bool = false;

    fn place() -> Self::Place {
        // A collation that ignores case, as most databases that exist have it.
        let create = "CREATE DATABASE {} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci";
        Created::new("MODEL_TEST_MYSQL_URL", create, ("DROP DATABASE ", ""))
    }

    fn create_tables(conn: &mut Self) {
        conn.run_pending_migrations(model_core::migrations::MYSQL).expect("the library's tables can be created");
        conn.batch_execute(include_str!("../ddl/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/shelf/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/forum/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/desk/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/garden/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/post/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/vault/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/workspace/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/agency/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/register/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/wallet/mysql.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/archive/mysql.sql")).expect("the tables can be created");
    }

    fn indexes() -> Vec<String> {
        super::indexes::<diesel::mysql::Mysql>()
    }

    fn prepare(_: &mut Self) -> QueryResult<()> {
        Ok(())
    }
}
