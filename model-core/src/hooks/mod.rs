//! Code of the application around each write to a row, and after the commit.
// May import: everything below: `meta` to `query`, `audit`, `write`, `ddl`, `effects`.
//!
//! A model with `#[model(hooks)]` has an `impl Hooks<Conn>`, in which every method is optional. The connection is a
//! parameter of the trait, so that a hook can write other rows in the transaction of the write: an application with one
//! type of connection names that type, and one with several writes `impl<Conn> Hooks<Conn> for Note where Conn:
//! LoadConnection<Backend: Writes<Conn, Folder>>`.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::hooks::{Changing, Context, Creating, Draft, Hooks};
//! use model_core::prelude::*;
//! # diesel::table! { notes (id) { id -> BigInt, folder_id -> BigInt, title -> Text, } }
//! # diesel::table! { folders (id) { id -> BigInt, notes -> BigInt, } }
//!
//! #[derive(Model, Debug)]
//! #[model(table = folders, audit)]
//! pub struct Folder {
//!     pub id: i64,
//!     pub notes: i64,
//! }
//!
//! #[derive(Model, Debug)]
//! #[model(table = notes, audit, hooks)]
//! pub struct Note {
//!     pub id: i64,
//!     #[model(skip_update)]
//!     pub folder_id: i64,
//!     pub title: String,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! impl Hooks<SqliteConnection> for Note {
//!     fn before_create(new: &mut Draft<'_, Self, Creating>, _: &mut Context<'_, SqliteConnection>) -> Result<(), Error> {
//!         let title = new.get(notes::title).map(|title| title.trim().to_owned());
//!         new.set(notes::title, title.unwrap_or_default());
//!         Ok(())
//!     }
//!
//!     fn after_create(&self, cx: &mut Context<'_, SqliteConnection>) -> Result<(), Error> {
//!         let folder: Folder = Folder::objects().find(self.folder_id).first(cx.conn())?;
//!         let (actor, instant, batch) = (cx.actor(), cx.instant(), cx.batch());
//!         folder.patch().notes(folder.notes + 1).by(actor).at(instant).batch(batch).run(cx.conn())?;
//!         Ok(())
//!     }
//!
//!     fn before_patch(
//!         &self,
//!         patch: &mut Draft<'_, Self, Changing>,
//!         _: &mut Context<'_, SqliteConnection>,
//!     ) -> Result<(), Error> {
//!         match patch.is_set(notes::title) && self.title == "Pinned" {
//!             true => Err(Error::refused("Note", "a pinned note keeps its title")),
//!             false => Ok(()),
//!         }
//!     }
//! }
//! ```
//!
//! # When they run
//!
//! A write to one row by `create`, `patch`, `save`, `revert`, `delete`, `restore`, `hard_delete`, `upsert` and
//! `get_or_create` runs them, also through a proxy. They run in the transaction of the write, or in a savepoint if a
//! transaction is open: an error of a hook undoes everything, including audit rows.
//!
//! 1. An existing row is read and locked (`SELECT .. FOR UPDATE`). If it is not in the required state, no hook runs.
//! 2. The `before_` hook runs. It sees the values of the caller, may set other columns, and may refuse the write by
//!    returning an error.
//! 3. The library fills in its columns and validates the values, including those that a hook has set.
//! 4. The statements of the write run, as they do without hooks.
//! 5. The `after_` hook runs if something was written: a patch with equal values writes nothing. The write returns the
//!    row that this hook received, even if the hook has written to the row again.
//!
//! | write | hooks |
//! |---|---|
//! | `create` | create |
//! | `patch`, `save`, `revert` | patch |
//! | `delete` | delete, whether it marks the row or removes it |
//! | `restore` | restore |
//! | `hard_delete` | hard_delete |
//! | `upsert`, `get_or_create` | create, patch or restore, whichever it comes to |
//!
//! An upsert looks for the row first, by the values that the caller gave. `before_create` only runs when there is none.
//! If a concurrent insert was faster, the writes and values of that hook are undone before the existing row is patched.
//! A hook should not change a column that rows are matched by.
//!
//! # Sets of rows
//!
//! A write to a set does not compile until it says whether the hooks run: `.each()` loads the rows and writes them one
//! by one with their hooks, in one transaction, and `.without_hooks()` writes them as one set. A purge, and links
//! through a model with hooks, only have `.without_hooks()`; the declaration of a cascade says `on_delete = cascade,
//! without_hooks`. A write to a model with hooks is never a single statement, so it has no `.statement()`.
//!
//! Writes with plain Diesel run no hooks.
//!
//! # Hooks of a base
//!
//! A [base](crate::bases) with `#[model(hooks)]` has an [`impl BaseHooks`](BaseHooks), which runs with the writes of
//! every model that embeds the base. The model needs no attribute for it, and may have `hooks` of its own.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::hooks::{BaseHooks, Changing, Context, Draft, HookedBy};
//! use model_core::prelude::*;
//! # diesel::table! { notes (id) { id -> BigInt, title -> Text, locked -> Bool, remark -> Nullable<Text>, } }
//!
//! /// Rows that stay as they are while they are locked.
//! #[derive(Base, Debug, Clone)]
//! #[model(hooks)]
//! pub struct Lockable {
//!     #[model(default = false)]
//!     pub locked: bool,
//!     pub remark: Option<String>,
//! }
//!
//! impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for Lockable {
//!     fn before_patch(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
//!         match (row.base().locked, patch.get(Self::COLUMNS.locked)) {
//!             (true, Some(false)) => patch.set(Self::COLUMNS.remark, format!("unlocked at {}", cx.instant())),
//!             (true, _) => return Err(Error::refused("Lockable", "it is locked")),
//!             (false, _) => {}
//!         }
//!         Ok(())
//!     }
//! }
//!
//! #[derive(Model, Debug)]
//! #[model(table = notes)]
//! pub struct Note {
//!     pub id: i64,
//!     pub title: String,
//!     #[model(base)]
//!     pub lock: Lockable,
//! }
//! ```
//!
//! `Self::COLUMNS` has the columns of the base, for drafts of any model. Bounds on `M` give access to more of the
//! model, such as `M: HookedBy<Self> + Embeds<UserTracked>`; so does [`META`](crate::Model::META).
//!
//! - The `before_` hooks of the bases run in the order of the fields of the struct, and those of a base inside a base
//!   before those of the outer one; the model's own run last. Each sees what the earlier ones have set, and the model
//!   decides.
//! - The `after_` hooks run in the reverse order: the model's own first.
//! - The first error stops the hooks, and undoes everything.
//!
//! The same rules hold for a model that only has hooks of a base: a set is written with `.each()` or
//! `.without_hooks()`, and a model that extends another, or is extended, cannot embed such a base. A base has no
//! `after_commit`; only a model has.

pub(crate) mod base;
pub(crate) mod bulk;
pub(crate) mod change;
pub(crate) mod columns;
pub(crate) mod context;
pub(crate) mod draft;
pub(crate) mod points;
pub(crate) mod policy;
pub(crate) mod run;
pub mod signal;

pub use self::base::{BaseHooks, HookedBy};
pub use self::context::Context;
pub use self::draft::{Changing, Creating, Draft, SetIn};
pub use self::policy::RunsHooksOf;
pub use crate::meta::builder::{MayBeNull, NeverNull};
pub use crate::model::hooked::NoHooks;
#[doc(hidden)]
pub use crate::model::hooked::OwnHooks;

use crate::meta::error::Result;
use crate::model::Model;

/// The code that runs with the writes to rows of a model over a connection. Each method does nothing by default.
///
/// See the [module](self) for when they run.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has `#[model(hooks)]`, but no hooks for this connection",
    label = "`impl Hooks<{Conn}> for {Self}` is missing",
    note = "write this impl (every method is optional), or remove `hooks` from `#[model(..)]` of `{Self}`"
)]
#[cfg_attr(
    any(),
    diagnostic::on_unimplemented(
        message = "`{Self}` has `#[model(hooks)]`, but no hooks for this asynchronous connection",
        label = "`impl model_async::Hooks<{Conn}> for {Self}` is missing",
        note = "write this impl (every method is optional, and an `async fn`), or remove `hooks` from `#[model(..)]` of \
                `{Self}`"
    )
)]
#[allow(unused_variables)]
pub trait Hooks<Conn>: Model<Hooks: OwnHooks> {
    /// Runs before a new row is written, and may change it.
    ///
    /// # Errors
    /// Any error refuses the row: [`Error::refused`](crate::Error::refused), [`Error::invalid`](crate::Error::invalid).
    fn before_create(new: &mut Draft<'_, Self, Creating>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after a new row was written.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_create(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs before this row is changed, and may change the new values. The row is locked.
    ///
    /// # Errors
    /// Any error refuses the change.
    fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after a row was changed.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_patch(old: &Self, new: &Self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs before this row is deleted, and before the deletion cascades. The row is locked.
    ///
    /// # Errors
    /// Any error refuses the deletion.
    fn before_delete(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after this row was deleted. A marked row has its new state, a removed row its last state.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_delete(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs before this row is restored. The row is locked. `patch` has the values that an upsert sets at the same
    /// time, and may be changed.
    ///
    /// # Errors
    /// Any error refuses the restoration.
    fn before_restore(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after a row was restored.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_restore(old: &Self, new: &Self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs before this row is removed, and before the rows that belong to it are. The row is locked.
    ///
    /// # Errors
    /// Any error refuses the removal.
    fn before_hard_delete(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after this row was removed, with its last state.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_hard_delete(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/hooks/mod.rs"]
pub(crate) mod twin;
