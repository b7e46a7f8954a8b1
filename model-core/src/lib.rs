//! The model layer for Diesel.
#![doc = "`#[derive(Model)]` on a struct over a `diesel::table!` gives scopes that cannot leak, timestamps that are never"]
#![doc = "forgotten, typed writes for one row and for many, soft deletion and an audit trail in the same transaction."]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// A crate that only defines models may leave the choice of a backend to the application; parts of this one rest then.
#![cfg_attr(not(any(feature = "sqlite", feature = "postgres", feature = "mysql")), allow(unused_imports, dead_code))]

#[doc(hidden)]
pub mod __private;
pub mod actor;
pub mod audit;
pub mod builder;
pub mod choices;
pub mod clock;
mod deleted;
mod error;
#[doc(hidden)]
pub mod fits;
pub mod key;
pub mod meta;
pub mod migrations;
pub mod model;
pub mod objects;
mod outcome;
pub mod prelude;
mod read;
pub mod schema;
mod sql;
pub mod sql_types;
pub mod values;
pub mod write;

pub use self::actor::Actor;
pub use self::audit::AuditLog;
pub use self::choices::Choices;
pub use self::deleted::Deleted;
pub use self::error::{Error, FieldError, Result};
pub use self::key::Key;
pub use self::model::{Manager, Model};
pub use self::objects::Objects;
pub use self::outcome::Outcome;
pub use self::sql::{Bind, Value, value};
pub use self::values::Measured;
pub use self::write::{Create, CreateMany, Delete, HardDelete, Restore, Update};
pub use model_derive::{Choices, Key, Model, Proxy};
