//! The connections of the tests, and pools of them. `tests/halves` has asynchronous ones in their place, over which the
//! same tests run on the other half of the library.

use crate::backend::Backend;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Error};

#[cfg(feature = "mysql")]
pub use diesel::MysqlConnection;
#[cfg(feature = "postgres")]
pub use diesel::PgConnection;
#[cfg(feature = "sqlite")]
pub use diesel::SqliteConnection;
pub use diesel::connection::LoadConnection as Over;
pub use diesel::r2d2::R2D2Connection as Pooled;

/// Passes the types of all connections to another macro.
macro_rules! every_connection {
    ($then:ident) => {
        #[cfg(feature = "sqlite")]
        $then!(
            diesel::SqliteConnection,
            diesel::r2d2::PooledConnection<diesel::r2d2::ConnectionManager<diesel::SqliteConnection>>
        );
        #[cfg(feature = "postgres")]
        $then!(
            diesel::PgConnection,
            diesel::r2d2::PooledConnection<diesel::r2d2::ConnectionManager<diesel::PgConnection>>
        );
        #[cfg(feature = "mysql")]
        $then!(
            diesel::MysqlConnection,
            diesel::r2d2::PooledConnection<diesel::r2d2::ConnectionManager<diesel::MysqlConnection>>
        );
    };
}
pub(crate) use every_connection;

/// A pool, as an application would have it.
pub type Pool<C> = diesel::r2d2::Pool<ConnectionManager<C>>;

pub(crate) fn pool<C: Backend>(url: &str, size: u32) -> Pool<C> {
    diesel::r2d2::Pool::builder()
        .max_size(size)
        .connection_customizer(Box::new(Prepare))
        .build(ConnectionManager::new(url))
        .expect("the pool connects")
}

#[derive(Debug)]
struct Prepare;

impl<C: Backend> CustomizeConnection<C, Error> for Prepare {
    fn on_acquire(&self, conn: &mut C) -> Result<(), Error> {
        crate::backend::prepare(conn).map_err(Error::QueryError)
    }
}
