//! Transactions whose commit the library sees.

use crate::backend::{AsyncBackend, Connect};
use crate::connection::{Connection, Guarded};
use crate::run::BackendOf;
use diesel_async::AsyncConnectionCore;
use model_core::Error;
use model_core::asynchronous::{Savepoint, Transaction};
use model_core::commit::{self, IsConflict, Unit};
use std::future::Future;

/// An asynchronous closure of two arguments whose future has a name, so that a bound can ask it to be `Send`. (The same
/// is done for one argument by diesel-async.)
pub trait AsyncAct<A, B, R>: AsyncFnOnce(A, B) -> R + FnOnce(A, B) -> <Self as AsyncAct<A, B, R>>::Fut {
    /// The future that it returns.
    type Fut: Future<Output = R>;
}

impl<F, A, B, Fut, R> AsyncAct<A, B, R> for F
where
    F: AsyncFnOnce(A, B) -> R + FnOnce(A, B) -> Fut,
    Fut: Future<Output = R>,
{
    type Fut = Fut;
}

/// An asynchronous closure of two arguments that can be called several times.
pub trait AsyncActs<A, B, R>: Fn(A, B) -> <Self as AsyncActs<A, B, R>>::Fut {
    /// The future that it returns.
    type Fut: Future<Output = R>;
}

impl<F, A, B, Fut, R> AsyncActs<A, B, R> for F
where
    F: Fn(A, B) -> Fut,
    Fut: Future<Output = R>,
{
    type Fut = Fut;
}

/// An asynchronous closure of one argument whose future has a name.
pub trait AsyncStep<A, R>: AsyncFnOnce(A) -> R + FnOnce(A) -> <Self as AsyncStep<A, R>>::Fut {
    /// The future that it returns.
    type Fut: Future<Output = R>;
}

impl<F, A, Fut, R> AsyncStep<A, R> for F
where
    F: AsyncFnOnce(A) -> R + FnOnce(A) -> Fut,
    Fut: Future<Output = R>,
{
    type Fut = Fut;
}

/// Opens the outermost transaction of a connection, and after the commit runs what its [`Unit`] has collected. When
/// `act` returns an error, or the commit fails, nothing of that runs.
///
/// ```no_run
/// # use model_async::prelude::*;
/// # #[cfg(feature = "postgres")]
/// # async fn at_the_desk(conn: &mut diesel_async::AsyncPgConnection) -> Result<(), Error> {
/// model_async::transaction(conn, async |conn, unit| {
///     unit.on_commit(|| println!("written"))?;
///     Ok::<_, Error>(())
/// })
/// .await
/// # }
/// ```
///
/// When the future is dropped before its end, the connection is broken from then on.
///
/// SQL: `BEGIN` and `COMMIT`, or `ROLLBACK`.
///
/// # Errors
/// [`Error::CommitUnseen`] when a transaction is open already: use the unit of that one, and [`savepoint`]. Those of
/// `act`, and of the database.
pub fn transaction<C, T, E, F>(conn: &mut C, act: F) -> impl Future<Output = Result<T, E>> + Send
where
    C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>,
    for<'r, 'u> F: AsyncFnOnce(&'r mut C, &'u Unit) -> Result<T, E>
        + AsyncAct<&'r mut C, &'u Unit, Result<T, E>, Fut: Send>
        + Send,
    T: Send + Sync,
    E: From<Error> + From<diesel::result::Error> + Send + Sync,
{
    async move {
        let guarded = Guarded::over(conn);
        let open = Transaction::open(&mut Connection::over(&mut *guarded.conn)).await?;
        let done = act(&mut *guarded.conn, open.unit()).await;
        let done = open.close(&mut Connection::over(&mut *guarded.conn), done).await;
        guarded.finished();
        done
    }
}

/// How often a transaction is run again after a conflict. [`retry`] makes one.
#[derive(Debug, Clone, Copy)]
#[must_use = "nothing runs until `transaction` is called"]
pub struct Retry(commit::Retry);

/// Runs a transaction again, up to `times` times, when it is in conflict with another one: as
/// [`model_core::retry`](model_core::retry()), which says what the closure may do. Between two tries the task sleeps,
/// by the clock of tokio.
///
/// ```no_run
/// # use model_async::prelude::*;
/// # #[cfg(feature = "postgres")]
/// # async fn at_the_desk(conn: &mut diesel_async::AsyncPgConnection) -> Result<(), Error> {
/// model_async::retry(5)
///     .transaction(conn, async |conn, unit| {
///         unit.on_commit(|| println!("written"))?;
///         Ok::<_, Error>(())
///     })
///     .await
/// # }
/// ```
pub fn retry(times: usize) -> Retry {
    Retry(model_core::retry(times))
}

impl Retry {
    /// Opens the outermost transaction of a connection, as [`transaction`] does, and runs it again after a conflict.
    ///
    /// # Errors
    /// The errors of [`transaction`]: after the last try, its conflict.
    pub fn transaction<C, T, E, F>(self, conn: &mut C, act: F) -> impl Future<Output = Result<T, E>> + Send
    where
        C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>,
        for<'r, 'u> F: AsyncFn(&'r mut C, &'u Unit) -> Result<T, E>
            + AsyncActs<&'r mut C, &'u Unit, Result<T, E>, Fut: Send>
            + Send
            + Sync,
        T: Send + Sync,
        E: IsConflict + From<Error> + From<diesel::result::Error> + Send + Sync,
    {
        async move {
            let mut waits = self.0.waits();
            loop {
                let done = once(conn, &act).await;
                match &done {
                    Err(error) if error.is_conflict() => match waits.next() {
                        Some(wait) => tokio::time::sleep(wait).await,
                        None => return done,
                    },
                    _ => return done,
                }
            }
        }
    }
}

async fn once<C, T, E, F>(conn: &mut C, act: &F) -> Result<T, E>
where
    C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>,
    for<'r, 'u> F: AsyncActs<&'r mut C, &'u Unit, Result<T, E>>,
    T: Send + Sync,
    E: From<Error> + From<diesel::result::Error> + Send + Sync,
{
    let guarded = Guarded::over(conn);
    let open = Transaction::open(&mut Connection::over(&mut *guarded.conn)).await?;
    let done = act(&mut *guarded.conn, open.unit()).await;
    let done = open.close(&mut Connection::over(&mut *guarded.conn), done).await;
    guarded.finished();
    done
}

/// Opens a savepoint of a unit. The code collected in it is dropped when `act` returns an error.
///
/// SQL: `SAVEPOINT ..` and `RELEASE SAVEPOINT ..`, or `ROLLBACK TO SAVEPOINT ..`
///
/// # Errors
/// [`Error::CommitUnseen`] when the unit does not belong to the open transaction of this connection, or a savepoint is
/// open that the unit did not open. Those of `act`, and of the database.
pub fn savepoint<C, T, E, F>(unit: &Unit, conn: &mut C, act: F) -> impl Future<Output = Result<T, E>> + Send
where
    C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>,
    for<'r> F: AsyncFnOnce(&'r mut C) -> Result<T, E> + AsyncStep<&'r mut C, Result<T, E>, Fut: Send> + Send,
    T: Send + Sync,
    E: From<Error> + From<diesel::result::Error> + Send + Sync,
{
    async move {
        let guarded = Guarded::over(conn);
        let open = Savepoint::open(&mut Connection::over(&mut *guarded.conn), unit).await?;
        let done = act(&mut *guarded.conn).await;
        let done = open.close(&mut Connection::over(&mut *guarded.conn), done).await;
        guarded.finished();
        done
    }
}
