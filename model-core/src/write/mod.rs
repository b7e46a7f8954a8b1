//! Writes as values: each is built, told who acts, and run.
//!
//! A write holds plain data; nothing is sent before `.run(conn)`. Each verb has one file for the single statement of
//! PostgreSQL and one for the program that SQLite and MySQL/MariaDB run in a transaction (a savepoint when one is
//! open already): read the old rows, write, read the new ones, insert the audit rows.

mod backend;
mod complete;
mod count;
mod dialect;
mod find;
mod insert;
mod lock;
#[cfg(feature = "postgres")]
mod pg;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod program;
mod remove;
mod rows;
mod select;
mod target;
mod terms;
mod undone;
mod update;
mod upsert;
mod verbs;

pub use self::backend::{Stores, StoresSets, Upserts};
pub use self::complete::{Writes, WritesSets};
pub use self::dialect::Dialect;
#[cfg(feature = "postgres")]
pub use self::insert::pg::PgInsert;
#[cfg(feature = "postgres")]
pub use self::pg::Written;
#[cfg(feature = "postgres")]
pub use self::remove::pg::PgDelete;
pub use self::rows::RowOn;
pub use self::target::{ByFilter, ByKey, Clause, Target};
#[cfg(feature = "postgres")]
pub use self::update::pg::PgUpdate;
pub use self::update::{DeleteKind, Kind, PatchKind, RestoreKind, ReviveKind, TouchKind};
pub use self::upsert::Upserted;
pub use self::verbs::{
    Applies, Conflict, Create, CreateMany, Delete, GetOrCreate, HardDelete, InEach, Needs, NoGuard, NoTarget, Patching,
    Restore, RestoreWithAncestors, Revert, Save, Update, Upsert, UpsertMany,
};

pub(crate) use self::count::Count;
pub(crate) use self::find::{found, found_locked, push_state};
pub(crate) use self::lock::{depth, is_in_transaction, is_nested, lock_table, take_write_lock, transaction};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) use self::program::Traced;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) use self::rows::load_one;
pub(crate) use self::rows::{Code, Coded, Fragment, Number, Plain, execute, load, statement};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) use self::select::SelectOne;
pub(crate) use self::select::{Select, push_lock};
pub(crate) use self::terms::{Action, Entry, Terms};
pub(crate) use self::undone::{Undone, undone};
pub(crate) use self::update::decisive;
pub(crate) use self::verbs::marked;
pub(crate) use self::verbs::terms;
