//! Transactions whose commit the library sees.

use crate::meta::error::Error;
use crate::model::actor::{Actor, ActsFor};
use crate::model::unit::{Act, State, Unit};
use crate::sql::lock::{begin, depth, ended, finish, place};
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
    let open = open(conn)?;
    let done = act(conn, open.unit());
    close(conn, &open, done)
}

/// Opens the outermost transaction of a connection. [`close`] ends it.
pub(crate) fn open<Conn: LoadConnection>(conn: &mut Conn) -> Result<Open, Error> {
    if depth(conn)? > 0 {
        return Err(unseen(
            "`model_core::transaction` opens the outermost transaction, but one is already open: use its unit",
        ));
    }
    let open = Open(Unit::at(place(conn), 1));
    begin(conn)?;
    Ok(open)
}

/// Commits the transaction, and runs what its unit has collected; or rolls it back.
pub(crate) fn close<T, E, Conn>(conn: &mut Conn, open: &Open, done: Result<T, E>) -> Result<T, E>
where
    Conn: LoadConnection,
    E: From<Error> + From<diesel::result::Error>,
{
    let finished = finish(conn, done.is_ok());
    let done = ended(done, finished)?;
    let collected = open.0.close();
    // A savepoint that a panic left open would keep the transaction open.
    if depth(conn)? > 0 {
        return Err(unseen("this transaction cannot commit: a transaction opened inside it is still open").into());
    }
    collected.into_iter().for_each(|act| act());
    Ok(done)
}

impl Unit {
    /// A unit of a transaction of the connection at this place, which will be open this deep.
    fn at(place: usize, depth: u32) -> Self {
        Self { state: Arc::new(Mutex::new(State { place, depth, collected: Vec::new() })) }
    }

    /// A unit of a transaction or savepoint that is about to be opened and will be rolled back, with everything that it
    /// collects.
    pub(crate) fn of_nothing<Conn: LoadConnection>(conn: &mut Conn) -> Result<Self, Error> {
        let depth = depth(conn)? + 1;
        Ok(Self::at(place(conn), depth))
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
        let before = self.enter(conn)?;
        let done = act(conn);
        self.leave(conn, before, done)
    }

    /// Opens a savepoint, and returns how much had been collected before it. [`leave`](Self::leave) ends it.
    pub(crate) fn enter<Conn: LoadConnection>(&self, conn: &mut Conn) -> Result<usize, Error> {
        self.check(conn)?;
        begin(conn)?;
        let mut state = self.state();
        state.depth += 1;
        Ok(state.collected.len())
    }

    /// Releases the savepoint, or rolls it back and drops what was collected in it.
    pub(crate) fn leave<T, E, Conn>(&self, conn: &mut Conn, before: usize, done: Result<T, E>) -> Result<T, E>
    where
        Conn: LoadConnection,
        E: From<Error> + From<diesel::result::Error>,
    {
        let finished = finish(conn, done.is_ok());
        let done = ended(done, finished);
        let dropped = {
            let mut state = self.state();
            state.depth -= 1;
            if done.is_err() { state.collected.split_off(before) } else { Vec::new() }
        };
        // The dropped closures may own anything, even a unit, so the lock had to be released first.
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

fn unseen(why: &'static str) -> Error {
    Error::CommitUnseen { why }
}

fn over() -> Error {
    unseen("this unit of work has already ended: its transaction was committed or rolled back")
}

/// Ends the unit in any case, also after a panic, so that a clone that is kept cannot be used for another transaction.
pub(crate) struct Open(Unit);

impl Open {
    pub(crate) fn unit(&self) -> &Unit {
        &self.0
    }
}

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

#[cfg(feature = "async")]
#[path = "../../twins/operation/unit.rs"]
pub(crate) mod twin;
