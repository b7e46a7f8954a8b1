//! The connections of the tests, and pools of them: asynchronous ones.

use crate::backend::{Backend, connect};
use model_core::connection::Blocking;

pub use model_core::asynchronous::Driver as Over;
pub use model_core::connection::{Pool, Pooled};

/// SQLite.
#[cfg(feature = "sqlite")]
pub type SqliteConnection =
    Blocking<diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>>;
/// PostgreSQL.
#[cfg(feature = "postgres")]
pub type PgConnection = Blocking<diesel_async::AsyncPgConnection>;
/// MySQL and MariaDB.
#[cfg(feature = "mysql")]
pub type MysqlConnection = Blocking<diesel_async::AsyncMysqlConnection>;

/// Passes the types of all connections to another macro.
macro_rules! every_connection {
    ($then:ident) => {
        #[cfg(feature = "sqlite")]
        $then!(crate::connections::SqliteConnection);
        #[cfg(feature = "postgres")]
        $then!(crate::connections::PgConnection);
        #[cfg(feature = "mysql")]
        $then!(crate::connections::MysqlConnection);
    };
}
pub(crate) use every_connection;

pub(crate) fn pool<C: Backend>(url: &str, size: u32) -> Pool<C> {
    Pool::of((0..size).map(|_| connect(url)))
}
