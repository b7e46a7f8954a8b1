//! Transactions that the database has ended, while Diesel and the application take them for open.
//!
//! MySQL and MariaDB answer a deadlock by undoing the whole transaction. Each statement that follows would be committed
//! by itself. So a transaction that only reads takes the place of the lost one, until the application ends what it
//! takes for its own: the server refuses each write in it, also those that do not come from this library. PostgreSQL
//! refuses what follows by itself.

use crate::meta::error::Lost;
use crate::meta::error::database::{Damage, damage};
use crate::sql::dialect::Dialect;
use diesel::connection::{LoadConnection, TransactionManager, TransactionManagerStatus};
use diesel::result::DatabaseErrorKind::ReadOnlyTransaction;
use diesel::result::Error;

/// Fails if no transaction is open; otherwise it changes nothing. (In a session without autocommit one is always open.)
pub(crate) const PROBE: &str = "SAVEPOINT model_core_probe; RELEASE SAVEPOINT model_core_probe";

/// Fails unless the open transaction is the one that took the place of a lost one.
pub(crate) const IS_HELD: &str = "RELEASE SAVEPOINT model_core_lost; SAVEPOINT model_core_lost";

/// How often a statement or a program that is a transaction of its own is run again after a conflict.
pub(crate) const AGAIN: u32 = 3;

/// What is left to do after the error of a statement.
pub(crate) struct Tries(u32);

impl Tries {
    pub(crate) fn new() -> Self {
        Self(AGAIN)
    }

    fn next(&mut self) -> bool {
        let again = self.0 > 0;
        self.0 = self.0.saturating_sub(1);
        again
    }
}

/// What Diesel knows of the transactions of a connection.
pub(crate) fn status<Conn: LoadConnection>(conn: &mut Conn) -> &mut TransactionManagerStatus {
    <Conn::TransactionManager as TransactionManager<Conn>>::transaction_manager_status_mut(conn)
}

/// Refuses a statement in a transaction that a deadlock has ended without this library seeing it, in a statement of the
/// application.
pub(crate) fn refuse_lost<Conn>(conn: &mut Conn) -> Result<(), Error>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let Some(hold) = <Conn::Backend as Dialect>::HOLD else { return Ok(()) };
    if !is_noted(status(conn)) {
        return Ok(());
    }
    conn.batch_execute(hold)?;
    Err(Error::SerializationError(Box::new(Lost)))
}

/// Whether Diesel has noted in what it knows of the open transaction that a deadlock has ended it.
///
/// Check this when Diesel is updated: it shows the note by `Debug` only. If it did not any more, the tests of
/// `fault_a2_a_deadlock_of_the_application` would fail.
pub(crate) fn is_noted(status: &TransactionManagerStatus) -> bool {
    matches!(status.transaction_depth(), Ok(Some(_))) && format!("{status:?}").contains("_to_top_level: true")
}

/// Settles the error of a statement: `Ok` if it was a transaction of its own that a conflict has undone, and is to be
/// run again.
#[cold]
#[inline(never)]
pub(crate) fn settle<Conn>(conn: &mut Conn, error: Error, tries: &mut Tries) -> Result<(), Error>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let damage = damage(&error);
    match status(conn).transaction_depth() {
        Ok(None) if damage == Damage::Whole && tries.next() && is_alone(conn) => {
            #[cfg(feature = "tracing")]
            crate::meta::observe::again("statement");
            Ok(())
        }
        Ok(Some(_)) => Err(held(conn, error, damage)),
        _ => Err(error),
    }
}

/// Whether the lost statement was the whole transaction: without autocommit, or after a `BEGIN` that Diesel did not
/// see, there was more.
fn is_alone<Conn>(conn: &mut Conn) -> bool
where
    Conn: LoadConnection<Backend: Dialect>,
{
    <Conn::Backend as Dialect>::HOLD.is_none() || conn.batch_execute(PROBE).is_err()
}

fn held<Conn>(conn: &mut Conn, error: Error, damage: Damage) -> Error
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let Some(hold) = <Conn::Backend as Dialect>::HOLD else { return error };
    if let Error::DatabaseError(ReadOnlyTransaction, _) = error {
        return match conn.batch_execute(IS_HELD) {
            Ok(()) => Error::SerializationError(Box::new(Lost)),
            // The application's own transaction only reads.
            Err(_) => error,
        };
    }
    let is_lost = match damage {
        Damage::Statement => false,
        Damage::Whole => true,
        Damage::Unknown => conn.batch_execute(PROBE).is_err(),
    };
    // Where not even this can be sent, nothing else will be.
    if is_lost && conn.batch_execute(hold).is_err() {
        status(conn).set_in_error();
    }
    error
}
