//! `create` and `create_many` of a child, in both tables.

use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::model::Model;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::operation::{Operation, WriteOptions};
use crate::query::child::{Extends, Halves};
use crate::values::Values;
use crate::verbs::child::run::WritesChild;
use crate::verbs::counted::{Counted, ExecuteOn};
use crate::verbs::write_options;
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use uuid::Uuid;

/// A new row of a child, which is not written yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct CreateChild<Child: Extends, A> {
    row: Halves<Child>,
    options: WriteOptions<A>,
}

write_options!([Child: Extends] CreateChild<Child>, { row });

impl<Child: Extends> CreateChild<Child, NoActor> {
    pub(crate) fn new(row: Halves<Child>) -> Self {
        Self { row, options: WriteOptions::new() }
    }
}

/// Writes the row to both tables, in one transaction, and returns the stored row.
///
/// # Errors
/// As for [`Create::run`](crate::verbs::Create::run) of a model, for either row: one
/// [`Invalid`](crate::Error::Invalid) lists the refused fields of both rows, before anything is sent.
impl<Child: Extends, A> Run for CreateChild<Child, A> {
    type Output = Child;
}

impl<Child: Extends, A> Ready for CreateChild<Child, A> where A: ActsFor<<Child::Parent as Model>::Attribution> {}

impl<Conn, Child: Extends, A> RunOn<Conn> for CreateChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn perform(self, conn: &mut Conn) -> Result<Child> {
        let rows = CreateChildren { rows: vec![self.row], options: self.options }.perform(conn)?;
        rows.into_iter().next().ok_or(Error::NotFound)
    }
}

/// Many new rows of a child, which are not written yet.
#[must_use = "a write does nothing until `.run(conn)` or `.execute(conn)`"]
#[allow(missing_debug_implementations)]
pub struct CreateChildren<Child: Extends, A> {
    rows: Vec<Halves<Child>>,
    options: WriteOptions<A>,
}

write_options!([Child: Extends] CreateChildren<Child>, { rows });

impl<Child: Extends> CreateChildren<Child, NoActor> {
    pub(crate) fn new(rows: Vec<Halves<Child>>) -> Self {
        Self { rows, options: WriteOptions::new() }
    }
}

impl<Child: Extends, A> CreateChildren<Child, A> {
    /// The same write, of which `run` returns the number of rows, as [`execute`](Self::execute) does: for code in which
    /// another trait has a method `execute`, such as diesel-async's.
    pub fn counted(self) -> Counted<Self> {
        Counted(self)
    }

    /// Writes all rows as `run` does, and returns their number. It reads the rows of the parent for their
    /// keys, but not the keys of the child's own table.
    ///
    /// # Errors
    /// As for [`CreateChild::run`]; none of the rows is written.
    pub fn execute<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        A: ActsFor<<Child::Parent as Model>::Attribution>,
        Conn: LoadConnection<Backend: WritesChild<Conn, Child>>,
    {
        self.execute_on(conn)
    }

    fn fill(&mut self, operation: &Operation<'_>) -> Result<()> {
        operation.fill(|fill| {
            for row in &mut self.rows {
                row.parent.fill_create(fill);
                row.part.fill_create(fill);
            }
        })
    }
}

/// Writes all rows to both tables, in one transaction, and returns them in the order of the input. All rows have
/// the same instant.
///
/// # Errors
/// As for [`CreateChild::run`]; none of the rows is written.
impl<Child: Extends, A> Run for CreateChildren<Child, A> {
    type Output = Vec<Child>;
}

impl<Child: Extends, A> Ready for CreateChildren<Child, A> where A: ActsFor<<Child::Parent as Model>::Attribution> {}

impl<Conn, Child: Extends, A> RunOn<Conn> for CreateChildren<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn perform(mut self, conn: &mut Conn) -> Result<Vec<Child>> {
        let operation = self.options.operation(Action::Create);
        self.fill(&operation)?;
        <Conn::Backend as WritesChild<Conn, Child>>::create_many(conn, self.rows, operation)
    }
}

impl<Conn, Child: Extends, A> ExecuteOn<Conn> for CreateChildren<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn execute_on(mut self, conn: &mut Conn) -> Result<usize> {
        let operation = self.options.operation(Action::Create);
        self.fill(&operation)?;
        <Conn::Backend as WritesChild<Conn, Child>>::create_counted(conn, self.rows, operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/child/insert.rs"]
pub(crate) mod twin;
