//! Reads a list: a few statements, however many rows there are.

use crate::list::backend::ListDialect;
use crate::list::batches::InBatches;
use crate::list::bound::Bound;
use crate::list::cursor::Cursor;
use crate::list::part::{Counted, Edge, Placed};
use crate::list::plan::{ListAsk, MOST_COUNTED, Plan};
use crate::list::statement::SelectPage;
use crate::meta::error::Result;
use crate::model::deleted::Deleted;
use crate::model::scope::{Live, OnlyDeleted, WithDeleted};
use crate::model::{Manager, Model};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::query::objects::scope::{FullyScoped, Restricts, ScopeOf};
use crate::query::objects::within::Confines;
use crate::query::objects::{BaseQuery, Objects, Scoped};
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::load;
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
    /// So many or more: the database stopped counting there, or a search did not look at all rows.
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
    /// At how many rows a search looked, if it stopped before the page was full although rows remain: the cursor, in
    /// the direction of the page, goes on from there. See [`search_within`](crate::list::ListOf::search_within).
    pub stopped_after: Option<usize>,
}

/// The type as which the rows of a scope are loaded.
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
    /// order and the number of rows come from the request.
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
    /// page does not have all. Another statement finds out where a search has to stop. In an order by a column that may
    /// be NULL, the rows without a value are read by a statement of their own where the page reaches them.
    ///
    /// `.run(conn)` does the same, for code where another trait also has a method `load`, such as diesel-async's.
    ///
    /// # Errors
    /// Database errors.
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
        let system = <Conn::Backend as Dialect>::SYSTEM;
        let all = plan.counted(system);
        let mut counted = None;
        if plan.is_counted_first(&all) {
            let counts: Vec<Counted> = load(conn, SelectPage::<Row, Clause>::count(&clause, &plan, &all))?;
            counted = counts.into_iter().next();
        }
        let (mut found, mut edge): (Vec<Placed<Row>>, _) = (Vec::new(), None);
        for mut part in plan.parts(system) {
            if part.has_edge(counted.as_ref()) {
                let edges: Vec<Edge<Row>> = load(conn, SelectPage::<Row, Clause>::edge(&clause, &plan, &part))?;
                part.until = edges.into_iter().next().map(|edge| edge.values);
            }
            if part.has_rows(counted.as_ref()) {
                let rows: Vec<Placed<Row>> = load(conn, SelectPage::<Row, Clause>::rows(&clause, &plan, &part))?;
                found.extend(rows);
            }
            edge = part.until;
            if found.len() > plan.limit || edge.is_some() {
                break;
            }
        }
        let mut page = page_of(&plan, found, edge);
        if plan.count && counted.is_none() && page.total == Total::Unasked {
            let counts: Vec<Counted> = load(conn, SelectPage::<Row, Clause>::count(&clause, &plan, &all))?;
            counted = counts.into_iter().next();
        }
        if let Some(counted) = counted {
            page.total = total(&counted, all.within);
        }
        Ok(page)
    }
}

/// The page of these rows, of which one or more may be too many, and the first row at which a search did not look.
fn page_of<Row, Out: From<Row>>(plan: &Plan, mut found: Vec<Placed<Row>>, edge: Option<Vec<Bound>>) -> ListPage<Out> {
    let more = found.len() > plan.limit;
    let edge = edge.filter(|_| !more);
    let stopped_after = plan.within.filter(|_| edge.is_some());
    found.truncate(plan.limit);
    if plan.is_back() {
        found.reverse();
    }
    let values = |row: Option<&mut Placed<Row>>| row.map(|row| row.values.clone());
    let (first, last) = (values(found.first_mut()), values(found.last_mut()));
    let (next, previous) = plan.cursors(first, last, more, edge);
    let is_all = plan.count && plan.place.is_none() && !more && stopped_after.is_none();
    let total = if is_all { Total::Exact(i64::try_from(found.len()).unwrap_or(i64::MAX)) } else { Total::Unasked };
    let rows = found.into_iter().map(|placed| placed.row.into()).collect();
    ListPage { rows, next, previous, total, stopped_after }
}

fn total(counted: &Counted, within: Option<usize>) -> Total {
    let Counted { found, among } = *counted;
    let is_all = within.is_none_or(|within| among <= within);
    if is_all && found <= MOST_COUNTED { Total::Exact(found) } else { Total::AtLeast(found.min(MOST_COUNTED)) }
}

#[cfg(feature = "async")]
#[path = "../../twins/list/run.rs"]
pub(crate) mod twin;
