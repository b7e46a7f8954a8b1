//! The model layer for Diesel: one `#[derive(Model)]` on a struct over a `diesel::table!` gives scopes that cannot
//! leak, timestamps that are never forgotten, typed writes for one row and for many, soft deletion, and an audit trail
//! in the same transaction as the change.
//!
//! ```
//! use diesel::prelude::*;
//! use diesel_migrations::MigrationHarness;
//! use model_core::prelude::*;
//!
//! diesel::table! {
//!     notes (id) {
//!         id -> BigInt,
//!         title -> Text,
//!         created_at -> Timestamp,
//!         updated_at -> Timestamp,
//!         deleted_at -> Nullable<Timestamp>,
//!     }
//! }
//!
//! #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
//! pub struct NoteId(i64);
//!
//! #[derive(Model, Debug)]
//! #[model(table = notes, timestamps, soft_delete, audit, ordering = "-created_at")]
//! pub struct Note {
//!     pub id: NoteId,
//!     #[model(max_length = 80)]
//!     pub title: String,
//!     pub created_at: chrono::NaiveDateTime,
//!     pub updated_at: chrono::NaiveDateTime,
//!     pub deleted_at: Option<chrono::NaiveDateTime>,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let conn = &mut SqliteConnection::establish(":memory:")?;
//! conn.run_pending_migrations(model_core::migrations::SQLITE)?;
//! # diesel::sql_query("CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL, created_at TIMESTAMP NOT NULL,
//! #     updated_at TIMESTAMP NOT NULL, deleted_at TIMESTAMP)").execute(conn)?;
//!
//! let me = Actor::user("ada");
//! let note = Note::create(NewNote::builder().title("Milk").build()).by(&me).run(conn)?;
//! let note = note.patch().title("Oat milk").by(&me).run(conn)?;
//! let gone: Deleted<Note> = note.delete().by(&me).run(conn)?;
//!
//! let live: i64 = Note::objects().count().get_result(conn)?;
//! let all: Vec<Note> = Note::objects().with_deleted().load(conn)?;
//! assert_eq!((live, all.len()), (0, 1));
//!
//! let history = Note::history(gone.row().id).load(conn)?;
//! let actions: Vec<&str> = history.iter().map(|entry| &*entry.action).collect();
//! assert_eq!(actions, ["create", "patch", "delete"]);
//! assert_eq!(history[1].old::<String>("title")?, Some("Milk".to_owned()));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```
//!
//! # Where to look, in the order of need
//!
//! - [`Model`](macro@Model), [`Key`](macro@Key), [`Choices`](macro@Choices), [`Proxy`](macro@Proxy),
//!   [`GenericRef`](macro@GenericRef): the derives and
//!   their attributes.
//! - [`bases`]: columns that many models share, and [`Base`](macro@Base), the derive for your own.
//! - [`Objects`]: what `objects()` returns; the scopes and the writes to sets.
//! - [`Model`](trait@Model): the verbs for one row. [`verbs`](mod@verbs): the writes as values, and their statements.
//! - [`expressions`]: SQL expressions in patches, such as `articles::views + 1`.
//! - [`relations`]: joins, loading for many rows, counts, links.
//! - [`condition`](mod@condition): named scopes, which compose on every query over a model.
//! - [`generic`]: references to rows of several models, in one column.
//! - [`hooks`]: code of the application that runs with every write. [`commit`]: code that runs after the commit, and
//!   [`transaction()`], which sees the commit. [`signal`]: custom events.
//! - [`wire`]: rows, new rows and patches as JSON, their schemas, and errors as problem details.
//! - [`inherit`]: models that extend another by columns in a table of their own.
//! - [`Actor`]: who acts. [`audit`]: the trail. [`Error`] and [`Outcome`]: the results of a write.
//! - [`sql_types`]: SQL types that mean the same on every backend. [`migrations`]: the table of the trail.
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `sqlite` (default), `postgres`, `mysql` | the backends, in any combination; SQLite is compiled in |
//! | `check` | the comparison of models with a database: [`check()`](fn@check) |
//! | `list` | filters, orders and pages out of a query string: the module `list` |
//! | `validate` | the rules of `#[model(validate(..))]` |
//! | `numeric` | [`sql_types::Decimal`](sql_types), decimal numbers that are exact on every backend |
//! | `tracing` | a span for each verb, and events for conflicts and retries |
//! | `testing` | counts of statements and loops of queries in tests: the module `testing` |
//! | `cache` | rows that are kept in memory, by their key: the module `cache` |
//! | `factory` | rows for tests and demonstrations, made from the rules of their fields: the module `factory` |
//! | `utoipa`, `schemars` | the schemas of [`wire`], as traits of these crates |
//!
//! The guide, in the folder `docs/guide` of the repository, has all of this in the order of need.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// A crate that only defines models may leave the choice of a backend to the application; parts of this crate are then
// unused.
#![cfg_attr(not(any(feature = "sqlite", feature = "postgres", feature = "mysql")), allow(unused, unreachable_pub))]

// The derives name this crate as an application does, and this crate uses them too.
extern crate self as model_core;

#[doc(hidden)]
pub mod __private;
pub mod audit;
#[cfg(all(feature = "check", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
pub mod check;
pub mod ddl;
mod effects;
mod face;
mod generated;
pub mod hooks;
mod json;
#[cfg(all(feature = "list", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
pub mod list;
pub mod meta;
pub mod migrations;
pub mod model;
mod operation;
pub mod prelude;
mod query;
mod sql;
mod trail;
mod values;
pub mod verbs;
mod write;

#[cfg(feature = "async")]
#[doc(hidden)]
pub use self::face::asynchronous;
#[cfg(feature = "testing")]
pub use self::face::testing;
pub use self::face::{bases, commit, expressions, fields, inherit, objects, relations, wire};
pub use self::hooks::signal;
#[cfg(feature = "validate")]
pub use self::meta::rules;
pub use self::meta::{clock, schema, sql_types};
pub use self::query::{condition, generic};
pub use self::trail::change_log;
#[cfg(feature = "cache")]
pub use self::verbs::cached as cache;
#[cfg(feature = "factory")]
pub use self::verbs::factory;
pub use self::verbs::purge;

pub use self::audit::AuditLog;
pub use self::bases::{Base, BaseCondition};
pub use self::change_log::ChangeLog;
#[cfg(all(feature = "check", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
pub use self::check::check;
pub use self::commit::{retry, transaction};
pub use self::condition::Condition;
pub use self::face::replica::Replica;
pub use self::generic::{GenericRef, Stored};
pub use self::inherit::Extends;
pub use self::meta::error::{Error, FieldError, Result};
pub use self::meta::outcome::Outcome;
pub use self::meta::unique::OnDeleted;
pub use self::model::actor::Actor;
pub use self::model::choices::{Choice, Choices, UnknownChoice};
pub use self::model::deleted::Deleted;
pub use self::model::edit::Edit;
pub use self::model::key::Key;
pub use self::model::{Manager, Model};
pub use self::objects::Objects;
pub use self::query::objects::manager::ManagerVerbs;
pub use self::signal::Signal;
pub use self::sql::{at, value};
pub use self::verbs::CanWrite;
pub use self::verbs::model::ModelVerbs;
pub use model_derive::{Base, Choices, GenericRef, Key, Model, Proxy, scopes};
