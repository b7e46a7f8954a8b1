//! Transactions that the database has ended, while Diesel and the application treat them as open.
//!
//! MySQL and MariaDB answer a deadlock by undoing the whole transaction. Each later statement would be committed by
//! itself. So a read-only transaction takes the place of the lost one, until the application ends it: the server
//! rejects each write in it, including those that do not come from this library. PostgreSQL rejects later statements
//! itself.

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

/// How often a statement or a program that is a separate transaction is run again after a conflict.
pub(crate) const AGAIN: u32 = 3;

/// The remaining tries after the error of a statement.
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

/// Rejects a statement in a transaction that a deadlock has ended in a statement of the application, without the
/// library noticing it.
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

/// Whether Diesel has recorded in the state of the open transaction that a deadlock has ended it.
///
/// Check this when Diesel is updated: the record is only visible in `Debug`. If it disappeared, the tests of
/// `fault_a2_a_deadlock_of_the_application` would fail.
pub(crate) fn is_noted(status: &TransactionManagerStatus) -> bool {
    matches!(status.transaction_depth(), Ok(Some(_))) && format!("{status:?}").contains("_to_top_level: true")
}

/// Settles the error of a statement: `Ok` if it was a separate transaction that a conflict has undone, so that it
/// should be run again.
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
    // If not even this can be sent, nothing else will be.
    if is_lost && conn.batch_execute(hold).is_err() {
        status(conn).set_in_error();
    }
    error
}
