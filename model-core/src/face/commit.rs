//! Code that runs after the outermost commit, and never after a rollback.
//!
//! A model declares it with `#[model(hooks, after_commit)]` and an [`AfterCommit`], which receives the changes of its
//! rows once they are committed. [`Unit::on_commit`] does the same for any other code.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::commit::{AfterCommit, Change};
//! use model_core::hooks::Hooks;
//! use model_core::prelude::*;
//! # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = notes, audit, hooks, after_commit)]
//! pub struct Note {
//!     pub id: i64,
//!     pub title: String,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! impl Hooks<SqliteConnection> for Note {}
//!
//! impl AfterCommit for Note {
//!     fn after_commit(change: Change<Self>, actor: Actor) {
//!         println!("{} did this: {change:?}", actor.kind());
//!     }
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn write(note: Note, me: Actor, conn: &mut SqliteConnection) -> Result<(), Error> {
//! // A single write has a transaction of its own: `after_commit` runs right after its commit.
//! let note = note.patch().title("Milk").by(&me).run(conn)?;
//!
//! // Several writes in one transaction: it runs after their commit.
//! model_core::transaction(conn, |conn, unit| {
//!     let note = note.patch().title("Oat milk").by(&me).within(unit).run(conn)?;
//!     unit.on_commit(|| println!("done"))?;
//!     // `after_commit` does not run for this write, because it is rolled back.
//!     let undone = unit.savepoint(conn, |conn| {
//!         note.patch().title("Tea").by(&me).within(unit).run(conn)?;
//!         Err::<(), _>(Error::refused("example", "not so"))
//!     });
//!     assert!(undone.is_err());
//!     Ok::<_, Error>(())
//! })
//! # }
//! ```
//!
//! # Why a special transaction
//!
//! Diesel does not report when the outer transaction of a plain `conn.transaction` is committed, and this library keeps
//! no state from one call to the next. So [`transaction`] opens the outermost transaction and provides a [`Unit`],
//! which collects the code that runs after the commit. A write to such a model in an open transaction without
//! `.within(unit)`, in a savepoint that the unit did not open, or over another connection, fails with
//! [`Error::CommitUnseen`](crate::Error::CommitUnseen) before anything is written: nothing runs too early, and nothing
//! is lost silently. The same holds in Diesel's test transactions.

pub use crate::hooks::change::{AfterCommit, Change};
pub use crate::model::unit::Unit;
pub use crate::operation::retry::{IsConflict, Retry, retry};
pub use crate::operation::unit::transaction;
