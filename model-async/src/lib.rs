//! The verbs of model-core on asynchronous connections.
//!
//! Import [`prelude`] instead of `model_core::prelude`, and await what you [`run`](Run::run). [`Connect`] says
//! which connections there are; [`Hooks`] and [`BaseHooks`] are written for a borrowed one, such as `Pg<'_>`.
//! [`transaction`](fn@transaction) opens a transaction whose commit the library sees.
//!
//! A verb whose future is dropped is written as a whole or not at all. If that leaves a transaction open, the
//! connection is broken from then on: verbs return an error, and a pool throws it away.
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
