//! `objects().write_in_batches(500)`: the rows of a query as small sets, which are written one after the other.

use crate::effects::foresee::{KeyRow, KeysOn};
use crate::meta::error::Result;
use crate::model::actor::NoActor;
use crate::model::{KeyOf, Manager, Model};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::query::objects::row_set::RowSet;
use crate::query::objects::scope::{DeletedScope, FullyScoped, LiveScope, Restricts, ScopeOf};
use crate::query::objects::within::Confines;
use crate::query::objects::{BaseQuery, Objects, Scoped};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::parts::key_compares;
use crate::sql::rows::{load, statement};
use crate::sql::target::ByFilter;
use crate::verbs::delete::Delete;
use crate::verbs::hard_delete::HardDelete;
use crate::verbs::restore::Restore;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
    Scope: ScopeOf<Row::Model>,
    Within: Confines<Query>,
    Row::Filter: Restricts<Within::Output>,
    Scope::Restriction: Restricts<BaseQuery<Row, Query, Within>>,
{
    /// The rows of the query as sets of so many rows each, in the order of their key: for a write to so many rows that
    /// one transaction would be open for too long. See [`WriteInBatches`].
    ///
    /// SQL: `SELECT id FROM articles WHERE .. AND id > .. ORDER BY id LIMIT 500`
    pub fn write_in_batches<Filter>(self, rows: usize) -> WriteInBatches<Row, Scope, Filter>
    where
        Scope: FullyScoped<Self>,
        Scoped<Row, Query, Scope, Within>: RowSet<Row::Model, Filter>,
    {
        WriteInBatches {
            clause: Arc::new(self.scoped().into_clause()),
            after: None,
            size: rows.max(1),
            is_done: false,
            scope: PhantomData,
        }
    }
}

/// Rows that are written some at a time: [`Objects::write_in_batches`] returns it.
///
/// Each batch is a set of its own, which is written by `patch`, `delete`, `restore` or `hard_delete`, with everything
/// that they do to a set: hooks, cascades and the trail. Each write is its own transaction, unless you open one around
/// several. To stop, ask for no more batches. To continue later, keep [`place`](Self::place) after each write, and give
/// it to [`after`](Self::after).
///
/// ```
/// # use diesel::prelude::*;
/// use model_core::prelude::*;
/// # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
/// # #[derive(Model, Debug)]
/// # #[model(table = notes)]
/// # pub struct Note { pub id: i64, pub title: String }
///
/// # #[cfg(feature = "sqlite")]
/// # fn at_the_desk(conn: &mut SqliteConnection) -> Result<(), Error> {
/// let mut batches = Note::objects().filter(notes::title.eq("")).write_in_batches(500);
/// let mut named = 0;
/// while let Some(batch) = batches.next(conn)? {
///     named += batch.patch().title("Untitled").run(conn)?;
/// }
/// # Ok(())
/// # }
/// ```
///
/// Rows that are created or changed meanwhile are in a later batch or in none, and no row is in two batches.
#[must_use = "nothing is written before a batch of it is"]
pub struct WriteInBatches<Row: Manager, Scope, Clause> {
    clause: Arc<Clause>,
    after: Option<<Row::Model as Model>::Key>,
    size: usize,
    is_done: bool,
    scope: PhantomData<fn() -> Scope>,
}

impl<Row: Manager, Scope, Clause> fmt::Debug for WriteInBatches<Row, Scope, Clause> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (model, size, is_done) = (<Row::Model as Model>::META.name, &self.size, &self.is_done);
        f.debug_struct("WriteInBatches").field("model", &model).field("size", size).field("is_done", is_done).finish()
    }
}

impl<Row: Manager, Scope, Clause> WriteInBatches<Row, Scope, Clause> {
    /// Begins after the row with this key.
    pub fn after(self, key: impl KeyOf<Row::Model>) -> Self {
        Self { after: Some(key.borrow().clone()), ..self }
    }

    /// The key of the last row of the batches so far.
    pub fn place(&self) -> Option<&<Row::Model as Model>::Key> {
        self.after.as_ref()
    }

    /// The next batch; none when there are no more rows. `.run(conn)` of a `&mut` reference does the same, for an
    /// asynchronous connection.
    ///
    /// # Errors
    /// Database errors. The same batch can be requested again.
    pub fn next<Conn>(&mut self, conn: &mut Conn) -> Result<Option<Batch<Row, Scope, Clause>>>
    where
        for<'s> &'s mut Self: RunOn<Conn, Output = Option<Batch<Row, Scope, Clause>>>,
    {
        self.perform(conn)
    }

    /// The rows after those so far, up to the last of these keys.
    fn part(&mut self, mut keys: Vec<KeyRow<Row::Model>>) -> Option<Batch<Row, Scope, Clause>> {
        let rows = keys.len();
        self.is_done = rows < self.size;
        let KeyRow(last) = keys.pop()?;
        let after = self.after.replace(last.clone());
        let part = Between { clause: Arc::clone(&self.clause), after, last };
        Some(Batch { part, rows, scope: PhantomData })
    }
}

/// Does the same as [`next`](WriteInBatches::next).
impl<Row: Manager, Scope, Clause> Run for &mut WriteInBatches<Row, Scope, Clause> {
    type Output = Option<Batch<Row, Scope, Clause>>;
}

impl<Row: Manager, Scope, Clause> Ready for &mut WriteInBatches<Row, Scope, Clause> {}

impl<Conn, Row, Scope, Clause> RunOn<Conn> for &mut WriteInBatches<Row, Scope, Clause>
where
    Conn: SyncConnection<Backend: Dialect>,
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Clause: QueryFragment<Conn::Backend>,
{
    fn perform(self, conn: &mut Conn) -> Result<Option<Batch<Row, Scope, Clause>>> {
        if self.is_done {
            return Ok(None);
        }
        let next = NextKeys::<Row::Model, Clause> { clause: &self.clause, after: self.after.as_ref(), size: self.size };
        let keys: Vec<KeyRow<Row::Model>> = load(conn, next)?;
        Ok(self.part(keys))
    }
}

/// Some rows of a query: [`WriteInBatches::next`] returns them. They are not loaded; the write selects them by the
/// conditions of the query and the range of their keys.
#[must_use = "a batch does nothing until it is written"]
pub struct Batch<Row: Manager, Scope, Clause> {
    part: Between<Row::Model, Clause>,
    rows: usize,
    scope: PhantomData<fn() -> (Row, Scope)>,
}

impl<Row: Manager, Scope, Clause> fmt::Debug for Batch<Row, Scope, Clause> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("model", &<Row::Model as Model>::META.name).field("rows", &self.rows).finish()
    }
}

/// Writes to every row of the batch, as the methods of the same names of [`Objects`] do.
impl<Row: Manager, Scope, Clause> Batch<Row, Scope, Clause> {
    /// How many rows there were when the batch was found.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Changes every live row of the batch; see [`Objects::patch`].
    pub fn patch(self) -> <Row::Model as Model>::Patch<InBatch<Row, Clause>>
    where
        Scope: LiveScope,
    {
        Row::Model::patch_of(ByFilter::new(self.part))
    }

    /// Deletes every live row of the batch; see [`Objects::delete`].
    pub fn delete(self) -> Delete<InBatch<Row, Clause>, NoActor>
    where
        Scope: LiveScope,
    {
        Delete::new(ByFilter::new(self.part))
    }

    /// Restores every deleted row of the batch; see [`Objects::restore`].
    pub fn restore(self) -> Restore<InBatch<Row, Clause>, NoActor>
    where
        Scope: DeletedScope,
    {
        Restore::new(ByFilter::new(self.part))
    }

    /// Removes every row of the batch; see [`Objects::hard_delete`].
    pub fn hard_delete(self) -> HardDelete<InBatch<Row, Clause>, NoActor> {
        HardDelete::any(ByFilter::new(self.part))
    }
}

/// The rows of a batch, as the target of a write.
type InBatch<Row, Clause> = ByFilter<Row, Between<<Row as Manager>::Model, Clause>>;

/// The WHERE clause of a batch: that of the query, and the range of the keys.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct Between<M: Model, Clause> {
    clause: Arc<Clause>,
    after: Option<M::Key>,
    last: M::Key,
}

// Whether there is a key at the beginning is part of the text, but not of the type.
impl<M: Model, Clause> QueryId for Between<M, Clause> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<M, Clause, DB> QueryFragment<DB> for Between<M, Clause>
where
    DB: Dialect,
    M: ModelOn<DB>,
    Clause: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_after::<M, Clause, DB>(&self.clause, self.after.as_ref(), &mut out)?;
        out.push_sql(if self.after.is_none() && self.clause.is_noop(out.backend())? { " WHERE " } else { " AND " });
        key_compares::<M, DB>("<=", &self.last, &mut out)
    }
}

/// `SELECT id FROM articles WHERE .. AND id > .. ORDER BY id LIMIT 500`
struct NextKeys<'s, M: Model, Clause> {
    clause: &'s Clause,
    after: Option<&'s M::Key>,
    size: usize,
}

statement!(['s, M: Model, Clause] NextKeys<'s, M, Clause>, by_text);

impl<M, Clause, DB> QueryFragment<DB> for NextKeys<'_, M, Clause>
where
    DB: Dialect,
    M: ModelOn<DB>,
    Clause: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::key_columns::<M, DB>(At::Table, &mut out)?;
        out.push_sql(" FROM ");
        sql::table::<M, DB>(&mut out)?;
        push_after::<M, Clause, DB>(self.clause, self.after, &mut out)?;
        out.push_sql(" ORDER BY ");
        sql::key_columns::<M, DB>(At::Table, &mut out)?;
        out.push_sql(&format!(" LIMIT {}", self.size));
        Ok(())
    }
}

/// Pushes ` WHERE .. AND (id) > (..)`.
fn push_after<'b, M, Clause, DB>(
    clause: &'b Clause,
    after: Option<&'b M::Key>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
    Clause: QueryFragment<DB>,
{
    clause.walk_ast(out.reborrow())?;
    let Some(after) = after else { return Ok(()) };
    out.push_sql(if clause.is_noop(out.backend())? { " WHERE " } else { " AND " });
    key_compares::<M, DB>(">", after, out)
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/in_batches.rs"]
pub(crate) mod twin;
