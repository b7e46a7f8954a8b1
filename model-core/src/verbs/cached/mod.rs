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

/// Rows of a model that are kept in memory, by their key. One for each model and database, made where the application
/// starts, while no transaction of Diesel alone is open; threads share it by reference.
///
/// It is filled by what it is asked for, through the scope of `objects()`: a deleted row is not found, and what is not
/// found is not kept. Whatever writes to the table by this library ends all that is kept of the table, when its
/// transaction has ended: one row or a set, a cascade, an upsert, a restoration, a removal. From the first write of a
/// transaction to its end each row is read from the database, and none is kept. So nobody is given a row that is older
/// than a commit that was seen before. It is made for tables that are read much more often than they are written.
///
/// Within an open transaction it is as if there were no cache: a row is read, and not kept.
///
/// # What it cannot see
///
/// - The end of a transaction that was opened by Diesel's `conn.transaction(..)`. A write to the table in one turns the
///   cache off, which [`is_off`](Self::is_off) tells: each row is read from the database until
///   [`forget`](Self::forget). Open it by [`transaction`](crate::transaction()). A write as a statement
///   (`.statement()`) does the same.
/// - Statements of the application, a `BEGIN` that Diesel did not send, and other programs. [`forget`](Self::forget)
///   ends what is kept, and [`follow`](Self::follow) does so for what the trail tells of other processes.
/// - The end of a transaction whose connection is dropped in the middle, after a panic. Each row is read from the
///   database until another connection takes its place.
pub struct Cached<M: Model> {
    rows: Cache<M::Key, Kept<M>>,
    table: Arc<Table>,
    /// How often the table was written in a transaction whose end nobody sees, when that was known to have ended.
    unseen: AtomicU64,
    follower: Follower,
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
        Self { rows: Cache::new(rows), table, unseen, follower: Follower::default() }
    }

    /// The live row with this key; `.run(conn)` returns none if there is none.
    ///
    /// SQL, if it is not kept: `SELECT .. FROM articles WHERE id = ..`
    pub fn find(&self, key: impl KeyOf<M>) -> FindCached<'_, M> {
        FindCached { cache: self, key: key.borrow().clone() }
    }

    /// Ends what is kept, after a write that went around the library; and turns the cache on again, when no transaction
    /// of Diesel alone is open any more in which the table was written.
    pub fn forget(&self) {
        self.unseen.store(self.table.unseen(), SeqCst);
        self.table.change();
    }

    /// Whether each row is read from the database because the table was written in a transaction whose end nobody sees.
    pub fn is_off(&self) -> bool {
        self.is_unseen()
    }

    /// Ends what is kept if another process has written: `.run(conn)` reads the new entries of the trail of the model,
    /// and returns how many there are. Call it every second or so, outside of a transaction; a row may be older than a
    /// commit of another process by as much. The first call ends what is kept in any case. The model has to be audited.
    ///
    /// Entries do not become visible in the order of their numbers, because a transaction that began earlier can commit
    /// later. No transaction that writes may take longer than `longest`: for so long an entry with a smaller number is
    /// waited for.
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND id > .. ORDER BY id`
    pub fn follow(&self, longest: Duration) -> Follow<'_, M> {
        const { assert!(M::META.audited, "only a model with `audit` has a trail that can be followed") };
        Follow::new(self, longest)
    }
}

impl<M: Model> Cached<M> {
    fn is_unseen(&self) -> bool {
        self.unseen.load(SeqCst) != self.table.unseen()
    }

    /// What a row that is read now may be kept under.
    fn stamp(&self) -> Option<u64> {
        let stamp = self.table.stamp();
        stamp.filter(|_| !self.is_unseen())
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

/// Looks it up, or reads it.
///
/// # Errors
/// Those of the database.
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
        if let Some(kept) = cache.rows.get(&key).filter(|kept| Some(kept.stamp) == stamp) {
            return Ok(Some(kept.row));
        }
        let target = ByKey::<M>::new(key.clone());
        let Outcome::Unchanged(row) = found_unlocked(conn, &target, RequiredState::Live.of::<M>())? else {
            return Ok(None);
        };
        let row = Arc::new(row);
        if let Some(stamp) = stamp {
            cache.rows.insert(key, Kept { stamp, row: Arc::clone(&row) });
        }
        Ok(Some(row))
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/cached/mod.rs"]
pub(crate) mod twin;
