//! The verbs of model-core on asynchronous connections.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod backend;
mod connection;
mod load;
pub mod prelude;
mod run;
mod transaction;
mod verify;

pub use self::backend::{AsyncBackend, Connect};
#[cfg(feature = "mysql")]
pub use self::connection::Mysql;
#[cfg(feature = "postgres")]
pub use self::connection::Pg;
#[cfg(feature = "sqlite")]
pub use self::connection::Sqlite;
pub use self::connection::{Connection, Transactions};
pub use self::load::{LoadReferences, LoadRelated, LoadWith, LoadsRelated, LoadsWith};
pub use self::run::{CanWrite, Preview, Run, RunOutcome};
pub use self::transaction::{AsyncAct, AsyncStep, savepoint, transaction};
pub use self::verify::{VerifyChildHistory, VerifyHistory};
pub use model_core::asynchronous::{BaseHooks, Hooks};
