//! Transactions whose commit the library knows.

use crate::meta::error::Error;
use crate::model::actor::{Actor, ActsFor};
use crate::model::unit::{Act, State, Unit};
use crate::operation::Operation;
use crate::sql::dialect::Dialect;
use crate::sql::lock::{begin, depth, ended, finish, place};
use diesel::connection::LoadConnection;
use std::sync::{Arc, Mutex};

/// Opens the outermost transaction of a connection, and runs what its [`Unit`] has collected after the commit. If `act`
/// returns an error, or the commit fails, nothing of that runs.
///
/// SQL: `BEGIN` and `COMMIT`, or `ROLLBACK`. On SQLite, MySQL and MariaDB, the `BEGIN` also opens a savepoint, which
/// the `COMMIT` releases; on PostgreSQL, the `COMMIT` comes with a `SELECT 1`. They show whether the transaction is
/// still the one that was opened, and need no extra round trip.
///
/// # Errors
/// [`Error::CommitUnseen`] if a transaction is already open: use its unit, and its [`savepoint`](Unit::savepoint).
/// [`Error::TransactionLost`] if an error in it has ended the transaction, and `act` has ignored the error (see
/// [`Error`](Error#in-an-open-transaction)): nothing of it is written. Those of `act`, and of the database.
pub fn transaction<T, E, Conn>(conn: &mut Conn, act: impl FnOnce(&mut Conn, &Unit) -> Result<T, E>) -> Result<T, E>
where
    Conn: LoadConnection<Backend: Dialect>,
    E: From<Error> + From<diesel::result::Error>,
{
    let open = open(conn)?;
    let done = act(conn, open.unit());
    close(conn, open, done)
}

/// Opens the outermost transaction of a connection. [`close`] ends it.
///
/// # Errors
/// [`Error::CommitUnseen`] if a transaction is already open; those of the database.
pub(crate) fn open<Conn: LoadConnection<Backend: Dialect>>(conn: &mut Conn) -> Result<Open, Error> {
    if depth(conn)? > 0 {
        return Err(unseen(
            "`model_core::transaction` opens the outermost transaction, but one is already open: use its unit",
        ));
    }
    let open = Open(Unit::on(conn));
    crate::sql::lock::open(conn)?;
    Ok(open)
}

/// Commits the transaction and runs what its unit has collected, or rolls it back.
///
/// # Errors
/// What was done in it has failed; those of the database.
pub(crate) fn close<T, E, Conn>(conn: &mut Conn, open: Open, done: Result<T, E>) -> Result<T, E>
where
    Conn: LoadConnection<Backend: Dialect>,
    E: From<Error> + From<diesel::result::Error>,
{
    let closed = crate::sql::lock::close(conn, done.is_ok()).map_err(Error::from);
    let done = ended(done, closed)?;
    open.committed(conn)?;
    Ok(done)
}

/// Opens a savepoint of a unit, and returns how much the unit had collected before. [`leave`] ends it.
///
/// # Errors
/// As for [`Unit::savepoint`].
pub(crate) fn enter<Conn: LoadConnection>(conn: &mut Conn, unit: &Unit) -> Result<usize, Error> {
    unit.check(conn)?;
    begin(conn)?;
    Ok(unit.enter())
}

/// Releases the savepoint, or rolls it back and drops what was collected in it.
///
/// # Errors
/// What was done in it has failed; those of the database.
pub(crate) fn leave<T, E, Conn>(conn: &mut Conn, unit: &Unit, before: usize, done: Result<T, E>) -> Result<T, E>
where
    Conn: LoadConnection,
    E: From<diesel::result::Error>,
{
    let finished = finish(conn, done.is_ok());
    let done = ended(done, finished);
    unit.leave(before, done.is_ok());
    done
}

/// The transaction that one operation opens for its writes and for what runs with them.
pub(crate) enum Opened<'u> {
    /// A savepoint of the unit that the operation belongs to, and how much the unit had collected before.
    Savepoint(&'u Unit, usize),
    /// The outermost transaction, with a unit of its own.
    Outermost(Open),
    /// A savepoint in a transaction whose commit the library does not know.
    Unseen,
}

impl<'u> Opened<'u> {
    /// Opens it. `commits` says whether something runs after the commit.
    pub(crate) fn open<Conn>(conn: &mut Conn, unit: Option<&'u Unit>, commits: bool) -> Result<Self, Error>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        match unit {
            Some(unit) => Ok(Self::Savepoint(unit, enter(conn, unit)?)),
            None if depth(conn)? == 0 => Ok(Self::Outermost(open(conn)?)),
            None if commits => Err(unseen(
                "the model has `after_commit`, and the commit of this transaction cannot be seen: open it by \
                 `model_core::transaction(conn, |conn, unit| ..)`, and write `.within(unit)`",
            )),
            None => {
                begin(conn)?;
                Ok(Self::Unseen)
            }
        }
    }

    /// The operation, with the unit of this transaction.
    pub(crate) fn operation<'o>(&'o self, operation: Operation<'o>) -> Operation<'o> {
        match self {
            Self::Outermost(Open(unit)) => operation.within(unit),
            Self::Savepoint(..) | Self::Unseen => operation,
        }
    }

    /// Commits it and runs the code for after the commit, or rolls it back.
    pub(crate) fn close<Conn>(self, conn: &mut Conn, keep: bool) -> Result<(), Error>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        let finished = match self {
            Self::Outermost(_) => crate::sql::lock::close(conn, keep),
            Self::Savepoint(..) | Self::Unseen => finish(conn, keep),
        };
        match self {
            Self::Savepoint(unit, before) => unit.leave(before, keep && finished.is_ok()),
            Self::Outermost(open) if keep && finished.is_ok() => open.committed(conn)?,
            Self::Outermost(_) | Self::Unseen => {}
        }
        Ok(finished?)
    }
}

impl Unit {
    /// A unit of the outermost transaction, which is about to be opened.
    fn on<Conn: LoadConnection>(conn: &mut Conn) -> Self {
        Self { state: Arc::new(Mutex::new(State { place: place(conn), depth: 1, collected: Vec::new() })) }
    }

    /// A unit of a transaction or savepoint that is about to be opened and will be rolled back, with everything that it
    /// collects.
    pub(crate) fn of_nothing<Conn: LoadConnection>(conn: &mut Conn) -> Result<Self, Error> {
        let depth = depth(conn)? + 1;
        Ok(Self { state: Arc::new(Mutex::new(State { place: place(conn), depth, collected: Vec::new() })) })
    }

    /// Runs `act` after the commit, after the code that was collected before. It never runs if the transaction is
    /// rolled back, or the [`savepoint`](Self::savepoint) in which this is called. (The unit does not know about
    /// savepoints that it did not open.)
    ///
    /// # Errors
    /// [`Error::CommitUnseen`] if the unit has ended.
    pub fn on_commit(&self, act: impl FnOnce() + Send + 'static) -> Result<(), Error> {
        let mut state = self.state();
        if state.depth == 0 {
            return Err(over());
        }
        state.collected.push(Box::new(act));
        Ok(())
    }

    /// Opens a savepoint. If `act` returns an error, the code that was collected in it is dropped.
    ///
    /// SQL: `SAVEPOINT ..` and `RELEASE SAVEPOINT ..`, or `ROLLBACK TO SAVEPOINT ..`
    ///
    /// # Errors
    /// [`Error::CommitUnseen`] if the unit does not belong to the open transaction of this connection, or if a
    /// savepoint is open that the unit did not open. Those of `act`, and of the database.
    pub fn savepoint<T, E, Conn>(&self, conn: &mut Conn, act: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
    where
        Conn: LoadConnection,
        E: From<Error> + From<diesel::result::Error>,
    {
        let before = enter(conn, self)?;
        let done = act(conn);
        leave(conn, self, before, done)
    }

    /// Records that a savepoint was opened, and returns how much was collected before it.
    fn enter(&self) -> usize {
        let mut state = self.state();
        state.depth += 1;
        state.collected.len()
    }

    /// Records that a savepoint has ended, and drops what was collected in it if it was rolled back.
    fn leave(&self, before: usize, kept: bool) {
        let mut state = self.state();
        state.depth -= 1;
        let dropped = if kept { Vec::new() } else { state.collected.split_off(before) };
        // The dropped closures may own anything, even a unit, so the lock has to be released first.
        drop(state);
        drop(dropped);
    }

    /// Rejects a write outside of the transaction and savepoints of the unit.
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

/// Ends the unit in any case, even after a panic, so that a clone of it cannot be used for another transaction.
pub(crate) struct Open(Unit);

impl Open {
    /// The unit of the transaction.
    pub(crate) fn unit(&self) -> &Unit {
        &self.0
    }

    /// Ends the unit after the commit, and runs what it has collected.
    fn committed<Conn: LoadConnection>(self, conn: &mut Conn) -> Result<(), Error> {
        let collected = self.0.close();
        // A savepoint that a panic left open would keep the transaction open.
        if depth(conn)? > 0 {
            return Err(unseen("this transaction cannot commit: a transaction opened inside it is still open"));
        }
        collected.into_iter().for_each(|act| act());
        Ok(())
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
