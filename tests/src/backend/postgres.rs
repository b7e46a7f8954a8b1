//! PostgreSQL.

use super::Backend;
use super::server::Created;
use crate::connections::PgConnection;
use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use diesel_migrations::MigrationHarness;

impl Backend for PgConnection {
    type Place = Created<Self>;

    const NAME: &'static str = "postgres";
    const REFUSE_AUDIT: &'static str = "ALTER TABLE audit_logs ADD CONSTRAINT closed CHECK (actor_kind <> 'refused')";
    const ONE_STATEMENT: bool = true;

    fn place() -> Self::Place {
        // A fresh template cannot be busy with somebody else's connection.
        let create = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'";
        Created::new("MODEL_TEST_POSTGRES_URL", create, ("DROP DATABASE ", " WITH (FORCE)"))
    }

    fn create_tables(conn: &mut Self) {
        conn.run_pending_migrations(model_core::migrations::POSTGRES).expect("the library's tables can be created");
        conn.batch_execute(include_str!("../ddl/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/shelf/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/forum/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/desk/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/garden/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/post/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/vault/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/workspace/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/agency/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/register/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/wallet/postgres.sql")).expect("the tables can be created");
        conn.batch_execute(include_str!("../ddl/archive/postgres.sql")).expect("the tables can be created");
    }

    fn indexes() -> Vec<String> {
        super::indexes::<diesel::pg::Pg>()
    }

    fn prepare(conn: &mut Self) -> QueryResult<()> {
        // A session in another zone shows every place that depends on it by mistake.
        conn.batch_execute("SET TIME ZONE 'Asia/Kathmandu'; SET synchronous_commit = off")
    }
}
