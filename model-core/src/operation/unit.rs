//! Transactions whose commit the library sees.

use crate::meta::error::Error;
use crate::model::actor::{Actor, ActsFor};
use crate::model::unit::{Act, State, Unit};
use crate::sql::lock::depth;
use diesel::connection::LoadConnection;
use std::sync::{Arc, Mutex};

/// Opens the outermost transaction of a connection, and after the commit runs what its [`Unit`] has collected. When
/// `act` returns an error, or the commit fails, nothing of that runs.
///
/// SQL: `BEGIN` and `COMMIT`, or `ROLLBACK`.
///
/// # Errors
/// [`Error::CommitUnseen`] when a transaction is open already: use the unit of that one, and its
/// [`savepoint`](Unit::savepoint). Those of `act`, and of the database.
pub fn transaction<T, E, Conn>(conn: &mut Conn, act: impl FnOnce(&mut Conn, &Unit) -> Result<T, E>) -> Result<T, E>
where
    Conn: LoadConnection,
    E: From<Error> + From<diesel::result::Error>,
{
    if depth(conn)? > 0 {
        return Err(unseen(
            "`model_core::transaction` opens the outermost transaction, but one is already open: use its unit",
        )
        .into());
    }
    let open = Open(Unit::on(conn));
    let done = crate::sql::lock::transaction(conn, |conn| act(conn, &open.0))?;
    let collected = open.0.close();
    // A savepoint that a panic left open would keep the transaction open.
    if depth(conn)? > 0 {
        return Err(unseen("this transaction cannot commit: a transaction opened inside it is still open").into());
    }
    collected.into_iter().for_each(|act| act());
    Ok(done)
}

impl Unit {
    /// A unit of the outermost transaction, which is about to be opened.
    fn on<Conn>(conn: &Conn) -> Self {
        Self { state: Arc::new(Mutex::new(State { place: place(conn), depth: 1, collected: Vec::new() })) }
    }

    /// A unit of a transaction or savepoint that is about to be opened and will be rolled back, with everything that it
    /// collects.
    pub(crate) fn of_nothing<Conn: LoadConnection>(conn: &mut Conn) -> Result<Self, Error> {
        let depth = depth(conn)? + 1;
        Ok(Self { state: Arc::new(Mutex::new(State { place: place(conn), depth, collected: Vec::new() })) })
    }

    /// Runs `act` after the commit, after what was collected before. It never runs when the transaction is rolled back,
    /// or the [`savepoint`](Self::savepoint) in which this is called. (The unit cannot see the rollback of a savepoint
    /// that it did not open.)
    ///
    /// # Errors
    /// [`Error::CommitUnseen`] when the unit has ended.
    pub fn on_commit(&self, act: impl FnOnce() + Send + 'static) -> Result<(), Error> {
        let mut state = self.state();
        if state.depth == 0 {
            return Err(over());
        }
        state.collected.push(Box::new(act));
        Ok(())
    }

    /// Opens a savepoint. What was collected in it is dropped when `act` returns an error.
    ///
    /// SQL: `SAVEPOINT ..` and `RELEASE SAVEPOINT ..`, or `ROLLBACK TO SAVEPOINT ..`
    ///
    /// # Errors
    /// [`Error::CommitUnseen`] when the unit does not belong to the open transaction of this connection, or a savepoint
    /// is open that the unit did not open. Those of `act`, and of the database.
    pub fn savepoint<T, E, Conn>(&self, conn: &mut Conn, act: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
    where
        Conn: LoadConnection,
        E: From<Error> + From<diesel::result::Error>,
    {
        self.check(conn)?;
        let before = {
            let mut state = self.state();
            state.depth += 1;
            state.collected.len()
        };
        let done = crate::sql::lock::transaction(conn, act);
        let mut state = self.state();
        state.depth -= 1;
        let dropped = if done.is_err() { state.collected.split_off(before) } else { Vec::new() };
        // The dropped closures may own anything, even a unit, so the lock has to be released first.
        drop(state);
        drop(dropped);
        done
    }

    /// Refuses a write outside the transaction and savepoints of the unit.
    pub(crate) fn check<Conn: LoadConnection>(&self, conn: &mut Conn) -> Result<(), Error> {
        let open = depth(conn)?;
        let State { place: known, depth, .. } = *self.state();
        if depth == 0 {
            return Err(over());
        }
        if known != place(conn) {
            return Err(unseen(
                "this unit of work belongs to another connection: use the unit that `transaction` gave for this one",
            ));
        }
        if open != depth {
            return Err(unseen(
                "the unit of work does not know the savepoint that is open: open it with `unit.savepoint(conn, ..)`",
            ));
        }
        Ok(())
    }

    /// Ends the unit, and returns what it has collected.
    fn close(&self) -> Vec<Act> {
        let mut state = self.state();
        state.depth = 0;
        std::mem::take(&mut state.collected)
    }
}

/// The address of a connection. It does not move while a transaction borrows it.
fn place<Conn>(conn: &Conn) -> usize {
    std::ptr::from_ref(conn).addr()
}

fn unseen(why: &'static str) -> Error {
    Error::CommitUnseen { why }
}

fn over() -> Error {
    unseen("this unit of work has already ended: its transaction was committed or rolled back")
}

/// Ends the unit in any case, also after a panic, so that a clone that is kept cannot be used for another transaction.
struct Open(Unit);

impl Drop for Open {
    fn drop(&mut self) {
        drop(self.0.close());
    }
}

/// The actor of a write, or its placeholder, and the unit of work that the write belongs to.
#[derive(Debug, Clone, Copy)]
pub struct WithinUnit<'u, A> {
    pub(crate) actor: A,
    pub(crate) unit: Option<&'u Unit>,
}

#[diagnostic::do_not_recommend]
impl<Policy, A: ActsFor<Policy>> ActsFor<Policy> for WithinUnit<'_, A> {
    fn actor<'a>(self) -> Option<&'a Actor>
    where
        Self: 'a,
    {
        self.actor.actor()
    }

    fn unit<'a>(self) -> Option<&'a Unit>
    where
        Self: 'a,
    {
        self.unit
    }
}
