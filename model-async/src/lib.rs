//! The verbs of model-core on asynchronous connections.
//!
//! Import [`prelude`] instead of `model_core::prelude`, and await each [`run`](Run::run). [`Connect`] lists the
//! connections. [`Hooks`] and [`BaseHooks`] are written for a borrowed connection, such as `Pg<'_>`.
//! [`transaction`](fn@transaction) opens a transaction whose commit the library knows.
//!
//! If the future of a verb is dropped, the verb is written completely or not at all. If a transaction is left open, the
//! connection is broken: verbs over it return an error, and a pool discards it.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod backend;
#[cfg(all(feature = "check", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
mod check;
mod connection;
mod load;
pub mod prelude;
mod run;
mod transaction;
mod verify;

pub use self::backend::{AsyncBackend, Connect};
#[cfg(all(feature = "check", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
pub use self::check::check;
#[cfg(all(feature = "check", feature = "list", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
pub use self::check::check_with_lists;
#[cfg(feature = "mysql")]
pub use self::connection::Mysql;
#[cfg(feature = "postgres")]
pub use self::connection::Pg;
#[cfg(feature = "sqlite")]
pub use self::connection::Sqlite;
pub use self::connection::{Connection, Transactions};
pub use self::load::{LoadBeside, LoadReferences, LoadRelated, LoadWith, LoadsBeside, LoadsRelated, LoadsWith};
pub use self::run::{Asynchronous, CanWrite, Preview, Run, RunOutcome};
pub use self::transaction::{AsyncAct, AsyncActs, AsyncStep, Retry, retry, savepoint, transaction};
pub use self::verify::{VerifyChildHistory, VerifyHistory};
pub use model_core::asynchronous::{BaseHooks, Hooks};

/// The examples of the guide are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/async.md")]
mod guide {}
