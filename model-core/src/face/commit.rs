//! What runs after the outermost commit, and never after a rollback.
//!
//! A model says so at compile time, with `#[model(hooks, after_commit)]` and an [`AfterCommit`]: what was done to its rows
//! is told once it cannot be undone any more. [`Unit::on_commit`] does the same for any other piece of code.
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
//! // By itself, a write has a transaction of its own: it runs right after its commit.
//! let note = note.patch().title("Milk").by(&me).run(conn)?;
//!
//! // Several writes: it runs once, after the commit of all.
//! model_core::transaction(conn, |conn, unit| {
//!     let note = note.patch().title("Oat milk").by(&me).within(unit).run(conn)?;
//!     unit.on_commit(|| println!("done"))?;
//!     // What was done here is not told: it is rolled back.
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
//! # Why a transaction of its own kind
//!
//! Diesel tells nobody when the outer transaction of a plain `conn.transaction` is committed, and this library keeps no
//! global state. So [`transaction`] opens the outermost transaction and hands out a [`Unit`], which collects. A write to
//! such a model in an open transaction without `.within(unit)`, in a savepoint that the unit does not know of, or over
//! another connection, is [`Error::CommitUnseen`](crate::Error::CommitUnseen) before anything is written: nothing is told
//! too early, and nothing is lost in silence. The test transactions of Diesel are such transactions as well.

pub use crate::hooks::change::{AfterCommit, Change};
pub use crate::model::unit::Unit;
pub use crate::operation::unit::transaction;
