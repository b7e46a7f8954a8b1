//! Code of the application that runs with every write to the rows of one model, or of all models with a base.
//!
//! A model with `#[model(hooks)]` has an `impl Hooks<Conn>`, in which each method does nothing unless it is written. The
//! connection is a parameter of the trait, so that a hook can write other rows in the transaction of the write: an
//! application with one type of connection names it, and one with several writes
//! `impl<Conn: CanWrite<Folder>> Hooks<Conn> for Note`.
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
//! `get_or_create` runs them, through a proxy as well. They run in the transaction of the write, or in a savepoint where
//! one is open: an error of theirs undoes everything, audit rows included.
//!
//! 1. The row that is there is read and locked (`SELECT .. FOR UPDATE`), unless it is a new one. Where it is not in the
//!    state that the write needs, nothing runs.
//! 2. The `before_` hook. It sees what the caller set, may set other columns, and may refuse by returning an error.
//! 3. What the library fills in, and what it refuses: so a value that a hook sets is validated and audited too.
//! 4. The statements of the write, as they are without hooks.
//! 5. The `after_` hook, when something was written: a patch to equal values is no change. The row that the write returns
//!    is the one that this hook was given, also where the hook wrote to it again.
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
//! An upsert looks for the row first, by the values that the caller gave. Only when there is none, `before_create` runs;
//! when somebody else was faster in between, what it wrote and set is undone before the row that is there is patched. A
//! column that rows are matched by should not be changed by a hook.
//!
//! # Sets of rows
//!
//! A write to a set does not compile before it says what becomes of the hooks: `.each()` loads the rows and writes them
//! one after the other with their hooks, in one transaction, and `.without_hooks()` writes them as one set. A purge, and
//! links by a model with hooks, have `.without_hooks()` alone; a cascade says `on_delete = cascade, without_hooks` where it
//! is declared. A write to a model with hooks is never the single statement of `.statement()`.
//!
//! What plain Diesel writes to the table runs no hooks.
//!
//! # Hooks of a base
//!
//! A [base](crate::bases) with `#[model(hooks)]` has an [`impl BaseHooks`](BaseHooks), which runs with the writes of every
//! model that embeds the base. The model says nothing; it may have `hooks` of its own.
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
//! The columns of the base are those of `Self::COLUMNS`, in drafts of any model; of the model it knows what bounds on `M`
//! say, such as `M: HookedBy<Self> + Embeds<UserTracked>`, and [`META`](crate::Model::META).
//!
//! - The `before_` hooks of the bases run in the order of the fields of the struct, and those of a base within a base before
//!   those of the outer one; then the model's own. So each sees what those before it have set, and the model has the last
//!   word.
//! - The `after_` hooks run in the reverse order: the model's own first.
//! - The first error ends it, and undoes everything.
//!
//! All that is said of a model with hooks holds for one that has them by a base alone: a set is written by `.each()` or
//! `.without_hooks()`, and a model that extends another, or is extended, takes no such base. A base is not told of commits:
//! that is for the model, by `after_commit`.

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
pub use self::draft::{Changing, Creating, Draft, MayBeNull, NeverNull, SetIn};
pub use self::policy::{RunsHooks, RunsHooksOf};
pub(crate) use self::run::{create, delete, hard_delete, patch, restore, with_unit};

use crate::meta::error::Result;
use crate::model::Model;

/// What runs with the writes to the rows of a model over a connection. Each method does nothing unless it is written.
///
/// See the [module](self) for when they run.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has `#[model(hooks)]`, but no hooks for this connection",
    label = "`impl Hooks<{Conn}> for {Self}` is missing",
    note = "write this impl (every method is optional), or remove `hooks` from `#[model(..)]` of `{Self}`"
)]
#[allow(unused_variables)]
pub trait Hooks<Conn>: Model {
    /// Before a new row is written: it may be changed.
    ///
    /// # Errors
    /// Any, to refuse the row: [`Error::refused`](crate::Error::refused), [`Error::invalid`](crate::Error::invalid).
    fn before_create(new: &mut Draft<'_, Self, Creating>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After a new row was written.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_create(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Before this row is changed, which is locked: what is written to it may be changed.
    ///
    /// # Errors
    /// Any, to refuse the change.
    fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After a row was changed.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_patch(old: &Self, new: &Self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Before this row is deleted, which is locked, and before what goes along with it.
    ///
    /// # Errors
    /// Any, to refuse the deletion.
    fn before_delete(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After this row was deleted: as it is now when it was marked, as it was when it was removed.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_delete(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Before this row is brought back, which is locked: `patch` has what an upsert writes to it on the way, and may be
    /// changed.
    ///
    /// # Errors
    /// Any, to refuse the restoration.
    fn before_restore(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After a row was brought back.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_restore(old: &Self, new: &Self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Before this row is removed for good, which is locked, and before what goes along with it.
    ///
    /// # Errors
    /// Any, to refuse the removal.
    fn before_hard_delete(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After this row was removed for good: as it was.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_hard_delete(&self, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }
}
