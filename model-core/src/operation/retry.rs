//! Transactions that are run again after a conflict.

use crate::meta::error::Error;
use crate::meta::error::database::is_conflict;
use crate::model::unit::Unit;
use crate::operation::unit::transaction;
use crate::sql::dialect::Dialect;
use backon::{BackoffBuilder, ExponentialBuilder};
use diesel::connection::LoadConnection;
use std::error::Error as StdError;
use std::thread;
use std::time::Duration;

/// The first wait. Each further wait is twice as long, up to the longest one, plus a random time.
const SHORTEST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_millis(500);

/// The number of times that a transaction is run again after a conflict. [`retry`] creates one.
#[derive(Debug, Clone, Copy)]
#[must_use = "nothing runs until `transaction` is called"]
pub struct Retry {
    times: usize,
}

/// Runs a transaction again, up to `times` times, when it is in conflict with another one.
///
/// ```
/// # use diesel::prelude::*;
/// use model_core::prelude::*;
/// use model_core::retry;
/// # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
/// # #[derive(Model, Debug)]
/// # #[model(table = notes)]
/// # pub struct Note { pub id: i64, pub title: String }
///
/// # #[cfg(feature = "sqlite")]
/// # fn write(conn: &mut SqliteConnection) -> Result<(), Error> {
/// retry(5).transaction(conn, |conn, unit| {
///     let note = Note::create(NewNote::builder().title("Milk").build()).within(unit).run(conn)?;
///     note.patch().title("Oat milk").within(unit).run(conn)
/// })?;
/// # Ok(())
/// # }
/// ```
///
/// A conflict is an error for which [`IsConflict`] returns true: a deadlock, a serialization failure, a row that has
/// changed since the transaction began to read, a lock timeout.
///
/// # Requirements for the closure
///
/// The closure can run several times, and the database undoes each run except the last one. So it must start from the
/// beginning each time: it must read what its decisions depend on within the transaction, and must not leave effects
/// outside of the database. Put an e-mail, a message to a queue or a counter in memory into [`Unit::on_commit`] or
/// [`AfterCommit`](crate::commit::AfterCommit), which run only for the committed try. The same holds for the hooks of
/// the models.
///
/// It must return each conflict as its error, and must not continue after one. Between two tries, the thread sleeps:
/// some milliseconds at first, up to half a second, plus a random time, so that two transactions do not collide again.
pub fn retry(times: usize) -> Retry {
    Retry { times }
}

impl Retry {
    /// Opens the outermost transaction of a connection, as [`transaction`](crate::transaction()) does, and runs it
    /// again after a conflict.
    ///
    /// # Errors
    /// Those of [`transaction`](crate::transaction()): after the last try, its conflict.
    pub fn transaction<T, E, Conn>(
        self,
        conn: &mut Conn,
        mut act: impl FnMut(&mut Conn, &Unit) -> Result<T, E>,
    ) -> Result<T, E>
    where
        Conn: LoadConnection<Backend: Dialect>,
        E: IsConflict + From<Error> + From<diesel::result::Error>,
    {
        let mut waits = self.waits();
        loop {
            let done = transaction(conn, &mut act);
            match &done {
                Err(error) if error.is_conflict() => match waits.next() {
                    Some(wait) => {
                        #[cfg(feature = "tracing")]
                        crate::meta::observe::waits(wait);
                        thread::sleep(wait);
                    }
                    None => return done,
                },
                _ => return done,
            }
        }
    }

    /// How long to wait before each further try.
    #[doc(hidden)]
    pub fn waits(self) -> impl Iterator<Item = Duration> + Send + Sync + use<> {
        let waits = ExponentialBuilder::new().with_min_delay(SHORTEST).with_max_delay(LONGEST);
        waits.with_max_times(self.times).with_jitter().build()
    }
}

/// An error that says whether it is a conflict with another transaction. Implement it for your own error type to use
/// [`retry`].
///
/// ```
/// use model_core::Error;
/// use model_core::commit::IsConflict;
///
/// pub enum AppError {
///     Model(Error),
///     NotAllowed,
/// }
///
/// impl IsConflict for AppError {
///     fn is_conflict(&self) -> bool {
///         matches!(self, AppError::Model(error) if error.is_conflict())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`retry` cannot tell whether `{Self}` is a conflict with another transaction",
    label = "`{Self}` does not implement `IsConflict`",
    note = "implement `model_core::commit::IsConflict` for the closure's error type"
)]
pub trait IsConflict {
    /// Whether the transaction was in conflict with another one.
    fn is_conflict(&self) -> bool;
}

impl IsConflict for Error {
    fn is_conflict(&self) -> bool {
        self.is_conflict()
    }
}

impl IsConflict for diesel::result::Error {
    fn is_conflict(&self) -> bool {
        is_conflict(self)
    }
}

/// The error in the box, or one that it comes from.
impl IsConflict for Box<dyn StdError + Send + Sync> {
    fn is_conflict(&self) -> bool {
        comes_from_conflict(&**self)
    }
}

/// The error in the box, or one that it comes from.
impl IsConflict for Box<dyn StdError> {
    fn is_conflict(&self) -> bool {
        comes_from_conflict(&**self)
    }
}

fn comes_from_conflict(error: &(dyn StdError + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.downcast_ref::<Error>().is_some_and(Error::is_conflict)
            || error.downcast_ref::<diesel::result::Error>().is_some_and(is_conflict)
        {
            return true;
        }
        next = error.source();
    }
    false
}
