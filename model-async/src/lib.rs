//! The verbs of model-core on asynchronous connections.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod backend;
mod connection;

pub use self::backend::{AsyncBackend, Connect};
#[cfg(feature = "mysql")]
pub use self::connection::Mysql;
#[cfg(feature = "postgres")]
pub use self::connection::Pg;
#[cfg(feature = "sqlite")]
pub use self::connection::Sqlite;
pub use self::connection::{Connection, Transactions};
