//! Many rows, some at a time.

use crate::list::backend::ListDialect;
use crate::list::cursor::Place;
use crate::list::part::{Part, Placed};
use crate::list::plan::Plan;
use crate::list::statement::SelectPage;
use crate::meta::error::{Error, Result};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::on::RowOn;
use crate::sql::rows::load;
use diesel::query_builder::QueryFragment;
use std::marker::PhantomData;

/// Rows that are read some at a time: [`Objects::in_batches`](crate::Objects::in_batches) returns it.
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
/// let mut longest = 0;
/// Note::objects().in_batches(500).each(conn, |notes| {
///     longest = notes.iter().map(|note| note.title.len()).max().unwrap_or(0).max(longest);
///     Ok::<(), Error>(())
/// })?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a query does nothing until it is run"]
#[allow(missing_debug_implementations)]
pub struct InBatches<Row, Out, Clause> {
    clause: Clause,
    plan: Plan,
    is_done: bool,
    rows: PhantomData<fn() -> (Row, Out)>,
}

impl<Row, Out, Clause> InBatches<Row, Out, Clause> {
    pub(crate) fn new(clause: Clause, plan: Plan) -> Self {
        Self { clause, plan, is_done: false, rows: PhantomData }
    }

    /// The next rows; none when there are no more. `.run(conn)` of a `&mut` reference does the same, for an
    /// asynchronous connection.
    ///
    /// # Errors
    /// Database errors. The same rows can be requested again.
    pub fn next<Conn>(&mut self, conn: &mut Conn) -> Result<Option<Vec<Out>>>
    where
        for<'s> &'s mut Self: RunOn<Conn, Output = Option<Vec<Out>>>,
    {
        self.perform(conn)
    }

    /// Gives all rows to a function, until it fails.
    ///
    /// # Errors
    /// Database errors, and the errors of the function.
    pub fn each<Conn, E>(mut self, conn: &mut Conn, mut see: impl FnMut(Vec<Out>) -> Result<(), E>) -> Result<(), E>
    where
        for<'s> &'s mut Self: RunOn<Conn, Output = Option<Vec<Out>>>,
        E: From<Error>,
    {
        while let Some(rows) = self.next(conn)? {
            see(rows)?;
        }
        Ok(())
    }

    /// The rows found, without the row that only says whether there are more.
    fn part(&mut self, mut found: Vec<Placed<Row>>) -> Option<Vec<Out>>
    where
        Out: From<Row>,
    {
        self.is_done = found.len() <= self.plan.limit;
        found.truncate(self.plan.limit);
        let values = found.last()?.values.clone();
        self.plan.place = Some(Place { back: false, inclusive: false, values });
        Some(found.into_iter().map(|placed| placed.row.into()).collect())
    }
}

/// Does the same as [`next`](InBatches::next).
impl<Row, Out, Clause> Run for &mut InBatches<Row, Out, Clause> {
    type Output = Option<Vec<Out>>;
}

impl<Row, Out, Clause> Ready for &mut InBatches<Row, Out, Clause> {}

impl<Conn, Row, Out, Clause> RunOn<Conn> for &mut InBatches<Row, Out, Clause>
where
    Conn: SyncConnection<Backend: ListDialect>,
    Row: RowOn<Conn::Backend>,
    Out: From<Row>,
    Clause: QueryFragment<Conn::Backend>,
{
    fn perform(self, conn: &mut Conn) -> Result<Option<Vec<Out>>> {
        if self.is_done {
            return Ok(None);
        }
        let all = Part::whole();
        let found: Vec<Placed<Row>> = load(conn, SelectPage::<Row, Clause>::rows(&self.clause, &self.plan, &all))?;
        Ok(self.part(found))
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/list/batches.rs"]
pub(crate) mod twin;
