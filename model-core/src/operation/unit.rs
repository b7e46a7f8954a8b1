//! A transaction that knows when it is committed.

use crate::meta::error::Error;
use crate::model::actor::{Actor, ActsFor};
use crate::model::unit::{Act, State, Unit};
use crate::sql::lock::depth;
use diesel::connection::LoadConnection;
use std::sync::{Arc, Mutex};

/// Opens the outermost transaction of a connection, and runs what its [`Unit`] has collected after the commit; when `act`
/// returns an error, or the commit fails, nothing of it runs.
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
    // A savepoint that was left by a panic would keep it open.
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

    /// A unit of a transaction or savepoint that is about to be opened and will be undone, with all that it collects.
    pub(crate) fn of_nothing<Conn: LoadConnection>(conn: &mut Conn) -> Result<Self, Error> {
        let depth = depth(conn)? + 1;
        Ok(Self { state: Arc::new(Mutex::new(State { place: place(conn), depth, collected: Vec::new() })) })
    }

    /// Runs this after the commit, after what was collected before; never when the transaction is rolled back, or the
    /// [`savepoint`](Self::savepoint) that this is called in. (Within a savepoint that the unit does not know of, it cannot
    /// tell.)
    ///
    /// # Errors
    /// [`Error::CommitUnseen`] when the unit is over.
    pub fn on_commit(&self, act: impl FnOnce() + Send + 'static) -> Result<(), Error> {
        let mut state = self.state();
        if state.depth == 0 {
            return Err(over());
        }
        state.collected.push(Box::new(act));
        Ok(())
    }

    /// Opens a savepoint; what is collected in it is dropped when `act` returns an error.
    ///
    /// SQL: `SAVEPOINT ..` and `RELEASE SAVEPOINT ..`, or `ROLLBACK TO SAVEPOINT ..`
    ///
    /// # Errors
    /// [`Error::CommitUnseen`] when the unit is not that of the transaction that is open on this connection, or this is
    /// within a savepoint that it does not know of. Those of `act`, and of the database.
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
        // What is dropped may hold anything, a unit among it.
        drop(state);
        drop(dropped);
        done
    }

    /// Refuses a write that is not in what the unit sees.
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

    /// Ends the unit, and takes out what it has collected.
    fn close(&self) -> Vec<Act> {
        let mut state = self.state();
        state.depth = 0;
        std::mem::take(&mut state.collected)
    }
}

/// Where a connection is. It stays there while a transaction borrows it.
fn place<Conn>(conn: &Conn) -> usize {
    std::ptr::from_ref(conn).addr()
}

fn unseen(why: &'static str) -> Error {
    Error::CommitUnseen { why }
}

fn over() -> Error {
    unseen("this unit of work has already ended: its transaction was committed or rolled back")
}

/// A unit that ends in any case, also by a panic: a clone of it that somebody keeps is of no use for another transaction.
struct Open(Unit);

impl Drop for Open {
    fn drop(&mut self) {
        drop(self.0.close());
    }
}

/// The actor of a write, or the place of one, and the unit that it is written within.
#[derive(Debug, Clone, Copy)]
pub struct WithinUnit<'u, A> {
    pub(crate) actor: A,
    pub(crate) unit: Option<&'u Unit>,
}

#[diagnostic::do_not_recommend]
impl<P, A: ActsFor<P>> ActsFor<P> for WithinUnit<'_, A> {
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
