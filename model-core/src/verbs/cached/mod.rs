//! Rows that are kept in memory, by their key.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::cache::Cached;
//! use model_core::prelude::*;
//! # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
//! # #[derive(Model, Debug)]
//! # #[model(table = notes)]
//! # pub struct Note { pub id: i64, pub title: String }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Error> {
//! # let conn = &mut SqliteConnection::establish(":memory:").unwrap();
//! # diesel::sql_query("CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL)").execute(conn)?;
//! let notes = Cached::<Note>::new(10_000); // where the application starts
//! let note = Note::create(NewNote::builder().title("Milk").build()).run(conn)?;
//!
//! assert_eq!(notes.find(note.id).run(conn)?.map(|note| note.title.clone()), Some("Milk".to_owned()));
//! notes.find(note.id).run(conn)?; // no statement
//! note.patch().title("Oat milk").run(conn)?;
//! assert_eq!(notes.find(note.id).run(conn)?.map(|note| note.title.clone()), Some("Oat milk".to_owned()));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```

mod follow;

pub use self::follow::Follow;

use self::follow::Follower;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::{KeyOf, Model, StartOf};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::query::objects::scope::FullyScoped;
use crate::sql::dialect::Dialect;
use crate::sql::find::found_unlocked;
use crate::sql::lock::is_in_transaction;
use crate::sql::on::RowOn;
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use crate::sql::watch::Table;
use moka::sync::Cache;
use std::any::TypeId;
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

/// Keeps rows of a model in memory, by key. Create one for each model and database at the start of the application,
/// while no transaction of Diesel itself is open. Threads share it by reference.
///
/// [`find`](Self::find) fills it, through the scope of `objects()`: it does not find deleted rows, and it does not keep
/// misses. When a transaction that wrote to the table through this library ends, all kept rows of the table are
/// dropped: after writes to one row or to a set, cascades, upserts, restorations and removals. From the first write of
/// a transaction to its end, each row is read from the database, and none is kept. So the cache never returns a row
/// that is older than a commit that was seen before. Use it for tables that are read much more often than they are
/// written.
///
/// Inside an open transaction, rows are read from the database and not kept.
///
/// # Limits
///
/// - The library cannot see the end of a transaction that Diesel's `conn.transaction(..)` opened. A write to the table
///   in such a transaction, or as a statement (`.statement()`), turns the cache off: each row is read from the database
///   until [`forget`](Self::forget). [`is_off`](Self::is_off) returns whether it is off. Use
///   [`transaction`](crate::transaction()) instead.
/// - It cannot see statements of the application, a `BEGIN` that Diesel did not send, and other programs. Call
///   [`forget`](Self::forget) after such writes, or [`follow`](Self::follow) the trail for those of other processes.
/// - If a connection is dropped within a transaction, after a panic, rows are read from the database until another
///   connection uses the same address in memory.
pub struct Cached<M: Model> {
    rows: Box<dyn Keep<M>>,
    table: Arc<Table>,
    /// How often the table was written in a transaction whose end nobody sees, when that was known to have ended.
    unseen: AtomicU64,
    follower: Follower,
}

/// Where the rows are. Behind a trait, so that a type that contains a [`Cached`] does not contain the types of the
/// cache: clippy took minutes to find out, again and again, whether these can be shared between threads.
trait Keep<M: Model>: Send + Sync {
    fn kept(&self, key: &M::Key) -> Option<Kept<M>>;
    fn keep(&self, key: M::Key, row: Kept<M>);
}

impl<M: Model<Key: Hash + Eq>> Keep<M> for Cache<M::Key, Kept<M>> {
    fn kept(&self, key: &M::Key) -> Option<Kept<M>> {
        self.get(key)
    }

    fn keep(&self, key: M::Key, row: Kept<M>) {
        self.insert(key, row);
    }
}

/// A row, and what it was kept under.
struct Kept<M> {
    stamp: u64,
    row: Arc<M>,
}

impl<M> Clone for Kept<M> {
    fn clone(&self) -> Self {
        Self { stamp: self.stamp, row: Arc::clone(&self.row) }
    }
}

impl<M> Cached<M>
where
    M: Model<Key: Hash + Eq>,
    StartOf<M>: FullyScoped<M>,
{
    /// Keeps at most this many rows: those that are asked for often.
    pub fn new(rows: u64) -> Self {
        let table = Table::of(TypeId::of::<M::Table>());
        let unseen = AtomicU64::new(table.unseen());
        Self { rows: Box::new(Cache::new(rows)), table, unseen, follower: Follower::default() }
    }

    /// Finds the live row with this key; `.run(conn)` returns `None` if there is none.
    ///
    /// SQL, if it is not kept: `SELECT .. FROM articles WHERE id = ..`
    pub fn find(&self, key: impl KeyOf<M>) -> FindCached<'_, M> {
        FindCached { cache: self, key: key.borrow().clone() }
    }

    /// Drops all kept rows, after a write that bypassed the library, and turns the cache on again. Call it when no
    /// transaction of Diesel itself that wrote to the table is open any more.
    pub fn forget(&self) {
        self.unseen.store(self.table.unseen(), SeqCst);
        self.table.change();
    }

    /// Drops all kept rows if another process has written: `.run(conn)` reads the new entries of the model's trail and
    /// returns their number. Call it every second or so, outside of a transaction; a kept row can be older than a
    /// commit of another process by this interval. The first call always drops all kept rows. The model must be
    /// audited.
    ///
    /// Entries do not become visible in the order of their numbers, because a transaction that began earlier can commit
    /// later. `longest` is the longest time that a transaction with a write may take: the cache waits this long for an
    /// entry with a smaller number.
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND id > .. ORDER BY id`
    pub fn follow(&self, longest: Duration) -> Follow<'_, M> {
        const { assert!(M::META.audited, "only a model with `audit` has a trail that can be followed") };
        Follow::new(self, longest)
    }
}

impl<M: Model> Cached<M> {
    /// Whether the cache is off: the table was written in a transaction whose end the library cannot see, so each row
    /// is read from the database until [`forget`](Self::forget).
    pub fn is_off(&self) -> bool {
        self.unseen.load(SeqCst) != self.table.unseen()
    }

    /// What a row that is read now may be kept under.
    fn stamp(&self) -> Option<u64> {
        let stamp = self.table.stamp();
        stamp.filter(|_| !self.is_off())
    }
}

impl<M: Model> fmt::Debug for Cached<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached").field("model", &M::META.name).field("table", &self.table).finish_non_exhaustive()
    }
}

/// A row that may be kept in memory: [`Cached::find`] returns it.
#[must_use = "nothing is looked up until `.run(conn)`"]
pub struct FindCached<'c, M: Model> {
    cache: &'c Cached<M>,
    key: M::Key,
}

impl<M: Model> fmt::Debug for FindCached<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindCached").field("model", &M::META.name).finish_non_exhaustive()
    }
}

/// Returns the kept row, or reads it.
///
/// # Errors
/// Database errors.
impl<M: Model> Run for FindCached<'_, M> {
    type Output = Option<Arc<M>>;
}

impl<M: Model> Ready for FindCached<'_, M> {}

impl<Conn, M> RunOn<Conn> for FindCached<'_, M>
where
    Conn: SyncConnection<Backend: Dialect>,
    M: Model<Key: Hash + Eq> + RowOn<Conn::Backend>,
{
    fn perform(self, conn: &mut Conn) -> Result<Option<Arc<M>>> {
        let Self { cache, key } = self;
        let stamp = if is_in_transaction(conn)? { None } else { cache.stamp() };
        if let Some(kept) = cache.rows.kept(&key).filter(|kept| Some(kept.stamp) == stamp) {
            return Ok(Some(kept.row));
        }
        let target = ByKey::<M>::new(key.clone());
        let Outcome::Unchanged(row) = found_unlocked(conn, &target, RequiredState::Live.of::<M>())? else {
            return Ok(None);
        };
        let row = Arc::new(row);
        if let Some(stamp) = stamp {
            cache.rows.keep(key, Kept { stamp, row: Arc::clone(&row) });
        }
        Ok(Some(row))
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/cached/mod.rs"]
pub(crate) mod twin;
