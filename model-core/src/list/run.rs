//! Reads a list: at most two statements, however many rows there are.

use crate::list::backend::ListDialect;
use crate::list::batches::InBatches;
use crate::list::cursor::Cursor;
use crate::list::plan::{ListAsk, MOST_COUNTED, Plan};
use crate::list::statement::{Placed, SelectPage};
use crate::meta::error::Result;
use crate::model::deleted::Deleted;
use crate::model::scope::{Live, OnlyDeleted, WithDeleted};
use crate::model::{Manager, Model};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::query::objects::scope::{FullyScoped, Restricts, ScopeOf};
use crate::query::objects::within::Confines;
use crate::query::objects::{BaseQuery, Objects, Scoped};
use crate::sql::on::RowOn;
use crate::sql::rows::{Number, load};
use diesel::associations::HasTable;
use diesel::query_builder::{IntoUpdateTarget, QueryFragment};
use serde::Serialize;
use std::marker::PhantomData;
use std::sync::Arc;

/// How many rows a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Total {
    /// The request did not ask.
    Unasked,
    /// So many.
    Exact(i64),
    /// More than so many: the database stopped counting there.
    AtLeast(i64),
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListPage<Row> {
    /// The rows, in the order of the request.
    pub rows: Vec<Row>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// Where the page before ends, if there may be one.
    pub previous: Option<Cursor>,
    /// How many rows the list has.
    pub total: Total,
}

/// What the rows of a scope are loaded as.
pub trait PageOf<Row> {
    /// The row, or [`Deleted`](crate::Deleted) of it.
    type Row: From<Row>;
}

impl<Row> PageOf<Row> for Live {
    type Row = Row;
}

impl<Row> PageOf<Row> for WithDeleted {
    type Row = Row;
}

impl<Row> PageOf<Row> for OnlyDeleted {
    type Row = Deleted<Row>;
}

/// A Diesel query that a list can be read from: one with filters only, which become the WHERE clause.
#[diagnostic::on_unimplemented(
    message = "a list needs a query that has only filters",
    label = "this query also has a limit, an order, a join or a group, or it is boxed",
    note = "the request sets the order and the limit; to filter by rows of other tables, use a subquery"
)]
pub trait ListedRows<M, Clause> {
    /// Returns the WHERE clause.
    #[doc(hidden)]
    fn clause(self) -> Clause;
}

#[diagnostic::do_not_recommend]
impl<Q, M> ListedRows<M, Q::WhereClause> for Q
where
    M: Model,
    Q: IntoUpdateTarget + HasTable<Table = M::Table>,
{
    fn clause(self) -> Q::WhereClause {
        self.into_update_target().where_clause
    }
}

/// A page that is read by `.load(conn)`: [`Objects::list`] returns it.
#[must_use = "a query does nothing until it is run"]
#[allow(missing_debug_implementations)]
pub struct ListQuery<Row, Out, Clause> {
    clause: Clause,
    plan: Arc<Plan>,
    rows: PhantomData<fn() -> (Row, Out)>,
}

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
    Scope: ScopeOf<Row::Model> + PageOf<Row> + FullyScoped<Self>,
    Within: Confines<Query>,
    Row::Filter: Restricts<Within::Output>,
    Scope::Restriction: Restricts<BaseQuery<Row, Query, Within>>,
{
    /// The page of these rows that a request asks for. The scope and the filters of this query stay outside of it. The
    /// order and the number of rows are those of the request.
    ///
    /// SQL: `SELECT .. FROM articles WHERE deleted_at IS NULL AND status = .. AND (title, id) > (.., ..) ORDER BY
    /// title, id LIMIT 26`
    pub fn list<Clause>(self, ask: &ListAsk<Row::Model>) -> ListQuery<Row, <Scope as PageOf<Row>>::Row, Clause>
    where
        Scoped<Row, Query, Scope, Within>: ListedRows<Row::Model, Clause>,
    {
        ListQuery::new(self.scoped().clause(), ask.plan())
    }

    /// All of these rows in the order of their key, so many at a time. Each part is a statement of its own that begins
    /// where the one before ended, so memory and the time of a part stay the same, however many rows there are. Rows
    /// that are written meanwhile are read in their new state or not at all, and never twice.
    ///
    /// SQL: `SELECT .. FROM articles WHERE deleted_at IS NULL AND id > .. ORDER BY id LIMIT 501`
    pub fn in_batches<Clause>(self, rows: usize) -> InBatches<Row, <Scope as PageOf<Row>>::Row, Clause>
    where
        Scoped<Row, Query, Scope, Within>: ListedRows<Row::Model, Clause>,
    {
        InBatches::new(self.scoped().clause(), Plan::by_key(Row::Model::META, rows.max(1)))
    }
}

impl<Row, Out, Clause> ListQuery<Row, Out, Clause> {
    pub(crate) fn new(clause: Clause, plan: Arc<Plan>) -> Self {
        Self { clause, plan, rows: PhantomData }
    }

    /// Reads the page: one statement for the rows, and one for their number if the request asks for it and the first
    /// page does not have all.
    ///
    /// `.run(conn)` does the same, for code in which another trait has a method `load`, such as that of diesel-async.
    ///
    /// # Errors
    /// Those of the database.
    pub fn load<Conn>(self, conn: &mut Conn) -> Result<ListPage<Out>>
    where
        Self: RunOn<Conn, Output = ListPage<Out>>,
    {
        self.perform(conn)
    }
}

/// Does the same as [`load`](ListQuery::load).
impl<Row, Out, Clause> Run for ListQuery<Row, Out, Clause> {
    type Output = ListPage<Out>;
}

impl<Row, Out, Clause> Ready for ListQuery<Row, Out, Clause> {}

impl<Conn, Row, Out, Clause> RunOn<Conn> for ListQuery<Row, Out, Clause>
where
    Conn: SyncConnection<Backend: ListDialect>,
    Row: RowOn<Conn::Backend>,
    Out: From<Row>,
    Clause: QueryFragment<Conn::Backend>,
{
    fn perform(self, conn: &mut Conn) -> Result<ListPage<Out>> {
        let Self { clause, plan, .. } = self;
        let found: Vec<Placed<Row>> = load(conn, SelectPage::<Row, Clause>::rows(&clause, &plan))?;
        let mut page = page_of(&plan, found);
        if page.total == Total::Unasked && plan.count {
            let counted: Vec<Number> = load(conn, SelectPage::<Row, Clause>::count(&clause, &plan))?;
            page.total = total(counted.first().map_or(0, |Number(count)| *count));
        }
        Ok(page)
    }
}

/// The page of these rows, of which one may be too many.
fn page_of<Row, Out: From<Row>>(plan: &Plan, mut found: Vec<Placed<Row>>) -> ListPage<Out> {
    let more = found.len() > plan.limit;
    found.truncate(plan.limit);
    if plan.is_back() {
        found.reverse();
    }
    let values = |row: Option<&mut Placed<Row>>| row.map(|row| row.values.clone());
    let (first, last) = (values(found.first_mut()), values(found.last_mut()));
    let (next, previous) = plan.cursors(first, last, more);
    let is_all = plan.count && plan.place.is_none() && !more;
    let total = if is_all { Total::Exact(i64::try_from(found.len()).unwrap_or(i64::MAX)) } else { Total::Unasked };
    ListPage { rows: found.into_iter().map(|placed| placed.row.into()).collect(), next, previous, total }
}

fn total(count: i64) -> Total {
    if count > MOST_COUNTED { Total::AtLeast(MOST_COUNTED) } else { Total::Exact(count) }
}

#[cfg(feature = "async")]
#[path = "../../twins/list/run.rs"]
pub(crate) mod twin;
