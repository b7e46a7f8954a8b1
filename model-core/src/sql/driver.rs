//! The requirements of the asynchronous half for a connection, and its functions that talk to a connection.
//!
//! They are the counterparts of [`rows`](crate::sql::rows) and of the functions of [`lock`](crate::sql::lock) that open
//! and end a transaction, and say how deep and on which connection it is. Everything above is written by
//! `cargo xtask twins`.

use crate::meta::error::database::is_lost;
use crate::meta::error::{Error, Lost, Result};
use crate::sql::dialect::Dialect;
use crate::sql::fragment::Fragment;
use crate::sql::lock::{NOTHING, ended_elsewhere, opened};
use crate::sql::lost::{IS_HELD, PROBE, is_noted};
use crate::sql::on::RowOn;
use crate::sql::rows::{Erased, HandOver, Plain};
#[cfg(feature = "cache")]
use crate::sql::watch;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::TransactionManagerStatus;
use diesel::deserialize::QueryableByName;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::Error as DieselError;
use diesel::sql_types::Untyped;
use std::any::TypeId;
use std::future::Future;
use std::num::NonZeroU32;

/// A statement of the library on its way to a connection.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct Statement<'s, DB: Backend> {
    fragment: Owned<'s, DB>,
    id: Option<TypeId>,
}

enum Owned<'s, DB: Backend> {
    Own(Box<dyn Fragment<DB> + 's>),
    Borrowed(&'s dyn Fragment<DB>),
}

impl<'s, DB: Backend> Statement<'s, DB> {
    fn own(fragment: impl Fragment<DB> + 's, id: Option<TypeId>) -> Self {
        Self { fragment: Owned::Own(Box::new(fragment)), id }
    }

    fn borrowed(fragment: &'s dyn Fragment<DB>, id: Option<TypeId>) -> Self {
        Self { fragment: Owned::Borrowed(fragment), id }
    }

    /// A query of Diesel.
    pub fn of<Q: QueryFragment<DB> + QueryId + 's>(query: Q) -> Self {
        Self::own(query, Q::query_id())
    }

    /// Gives the statement to a connection. During the call, the statement's identity is that of its own type, as it is
    /// on a synchronous connection: so `send` has to ask for it before it returns.
    pub fn send<T>(self, send: impl FnOnce(Self) -> T) -> T {
        let _handed_over = HandOver::of(self.id);
        send(self)
    }
}

impl<DB: Backend> QueryId for Statement<'_, DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;

    fn query_id() -> Option<TypeId> {
        Erased::<DB>::query_id()
    }
}

impl<DB: Backend> Query for Statement<'_, DB> {
    type SqlType = Untyped;
}

impl<DB: Backend> QueryFragment<DB> for Statement<'_, DB> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match &self.fragment {
            Owned::Own(fragment) => fragment.walk(out),
            Owned::Borrowed(fragment) => fragment.walk(out),
        }
    }
}

/// A connection whose statements are futures. `model-async` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an asynchronous connection",
    label = "`model_async` cannot write over this connection",
    note = "use a connection of diesel-async, or import `model_core::prelude` instead of `model_async::prelude`"
)]
#[doc(hidden)]
pub trait Driver: Send {
    /// The backend of the connection.
    type Backend: Backend + 'static;

    /// Runs a statement and reads its rows. The text and the binds are made before this returns.
    fn load<U>(&mut self, statement: Statement<'_, Self::Backend>) -> impl Future<Output = QueryResult<Vec<U>>> + Send
    where
        U: QueryableByName<Self::Backend> + Send;

    /// Runs a statement, and counts the rows that it wrote. The text and the binds are made before this returns.
    fn execute(&mut self, statement: Statement<'_, Self::Backend>) -> impl Future<Output = QueryResult<usize>> + Send;

    /// Opens a transaction or a savepoint.
    fn begin(&mut self) -> impl Future<Output = QueryResult<()>> + Send;

    /// Commits a transaction or releases a savepoint.
    fn commit(&mut self) -> impl Future<Output = QueryResult<()>> + Send;

    /// Rolls a transaction or a savepoint back.
    fn rollback(&mut self) -> impl Future<Output = QueryResult<()>> + Send;

    /// Runs statements without binds that open or end a transaction.
    fn turn(&mut self, text: &'static str) -> impl Future<Output = QueryResult<()>> + Send;

    /// Which transactions are open.
    fn status(&mut self) -> &mut TransactionManagerStatus;
}

pub(crate) fn load<'a, Conn, S, U>(conn: &'a mut Conn, statement: S) -> impl Future<Output = QueryResult<Vec<U>>> + Send
where
    Conn: Driver,
    S: 'a + QueryFragment<Conn::Backend> + QueryId,
    U: QueryableByName<Conn::Backend> + Send,
{
    watched(conn, move |conn| conn.load(Statement::own(statement, S::query_id())))
}

pub(crate) fn read<'a, Conn, U>(
    conn: &'a mut Conn,
    statement: &'a dyn Fragment<Conn::Backend>,
    id: Option<TypeId>,
) -> impl Future<Output = QueryResult<Vec<U>>> + Send
where
    Conn: Driver,
    U: QueryableByName<Conn::Backend> + Send,
{
    watched(conn, move |conn| conn.load(Statement::borrowed(statement, id)))
}

pub(crate) fn load_one<'a, Conn, S, U>(
    conn: &'a mut Conn,
    statement: S,
) -> impl Future<Output = QueryResult<Option<U>>> + Send
where
    Conn: Driver,
    S: 'a + QueryFragment<Conn::Backend> + QueryId,
    U: QueryableByName<Conn::Backend> + Send,
{
    let rows = load(conn, statement);
    async move { Ok(rows.await?.into_iter().next()) }
}

pub(crate) fn read_one<'a, Conn, U>(
    conn: &'a mut Conn,
    statement: &'a dyn Fragment<Conn::Backend>,
    id: Option<TypeId>,
) -> impl Future<Output = QueryResult<Option<U>>> + Send
where
    Conn: Driver,
    U: QueryableByName<Conn::Backend> + Send,
{
    let rows = read(conn, statement, id);
    async move { Ok(rows.await?.into_iter().next()) }
}

pub(crate) fn execute<'a, Conn, S>(conn: &'a mut Conn, statement: S) -> impl Future<Output = QueryResult<usize>> + Send
where
    Conn: Driver,
    S: 'a + QueryFragment<Conn::Backend> + QueryId,
{
    watched(conn, move |conn| conn.execute(Statement::own(statement, S::query_id())))
}

pub(crate) fn execute_own<'a, Conn, S>(
    conn: &'a mut Conn,
    statement: S,
) -> impl Future<Output = QueryResult<usize>> + Send
where
    Conn: Driver,
    S: 'a + QueryFragment<Conn::Backend> + QueryId,
{
    execute(conn, statement)
}

pub(crate) fn run<'a, Conn>(
    conn: &'a mut Conn,
    statement: &'a dyn Fragment<Conn::Backend>,
    id: Option<TypeId>,
) -> impl Future<Output = QueryResult<usize>> + Send
where
    Conn: Driver,
{
    watched(conn, move |conn| conn.execute(Statement::borrowed(statement, id)))
}

/// Makes a statement and returns its future. With the feature `cache`, kept rows of the tables that it writes are
/// dropped when the future is done. A server may continue a statement whose future is dropped: such a statement ends
/// when the connection is used again.
fn watched<'a, Conn: Driver, F: Future + Send>(
    conn: &'a mut Conn,
    make: impl FnOnce(&'a mut Conn) -> F,
) -> impl Future<Output = F::Output> + Send {
    #[cfg(feature = "cache")]
    {
        let mut running = watch::Statement::on(conn.status());
        let future = make(conn);
        let sent = running.made();
        async move {
            let done = future.await;
            sent.end();
            done
        }
    }
    #[cfg(not(feature = "cache"))]
    make(conn)
}

pub(crate) fn load_rows<'a, Conn, S, Row>(
    conn: &'a mut Conn,
    statement: S,
) -> impl Future<Output = QueryResult<Vec<Row>>> + Send
where
    Conn: Driver,
    S: 'a + QueryFragment<Conn::Backend> + QueryId,
    Row: RowOn<Conn::Backend> + Send,
{
    let rows = load(conn, statement);
    async move { Ok(rows.await?.into_iter().map(|Plain(row)| row).collect()) }
}

pub(crate) fn load_row<'a, Conn, S, Row>(
    conn: &'a mut Conn,
    statement: S,
) -> impl Future<Output = QueryResult<Option<Row>>> + Send
where
    Conn: Driver,
    S: 'a + QueryFragment<Conn::Backend> + QueryId,
    Row: RowOn<Conn::Backend> + Send,
{
    let row = load_one(conn, statement);
    async move { Ok(row.await?.map(|Plain(row)| row)) }
}

pub(crate) fn begin<Conn: Driver>(conn: &mut Conn) -> impl Future<Output = QueryResult<()>> + Send {
    async move {
        conn.begin().await?;
        #[cfg(feature = "cache")]
        watch::opened(conn.status());
        Ok(())
    }
}

pub(crate) fn finish<Conn: Driver>(conn: &mut Conn, commit: bool) -> impl Future<Output = QueryResult<()>> + Send {
    async move {
        let finished = end(conn, commit).await;
        #[cfg(feature = "cache")]
        watch::closed(conn.status());
        finished
    }
}

fn end<Conn: Driver>(conn: &mut Conn, commit: bool) -> impl Future<Output = QueryResult<()>> + Send {
    async move {
        if commit {
            let before = depth(conn).await?;
            let Err(error) = conn.commit().await else { return Ok(()) };
            // Where an error has ended a transaction of PostgreSQL, no savepoint in it can be released. diesel-async
            // then takes the savepoint for closed; rolled back to, it gives the transaction around it back.
            if before > 1 && depth(conn).await.is_ok_and(|depth| depth + 1 == before) {
                opened(conn.status())?;
                // Its error says no more than that of the release.
                drop(conn.rollback().await);
            }
            return Err(error);
        }
        let was_outermost = depth(conn).await.is_ok_and(|depth| depth == 1);
        match conn.rollback().await {
            Ok(()) | Err(DieselError::BrokenTransactionManager | DieselError::NotInTransaction) => Ok(()),
            Err(_) if was_outermost && conn.turn(NOTHING).await.is_ok() => {
                *conn.status() = TransactionManagerStatus::default();
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

pub(crate) fn open<Conn>(conn: &mut Conn) -> impl Future<Output = QueryResult<()>> + Send
where
    Conn: Driver<Backend: Dialect>,
{
    async move {
        let Some(text) = <Conn::Backend as Dialect>::OPEN else { return begin(conn).await };
        conn.turn(text).await?;
        opened(conn.status())?;
        #[cfg(feature = "cache")]
        watch::opened(conn.status());
        Ok(())
    }
}

pub(crate) fn close<Conn>(conn: &mut Conn, commit: bool) -> impl Future<Output = QueryResult<()>> + Send
where
    Conn: Driver<Backend: Dialect>,
{
    async move {
        let closed = end_outermost(conn, commit).await;
        #[cfg(feature = "cache")]
        watch::closed(conn.status());
        closed
    }
}

fn end_outermost<Conn>(conn: &mut Conn, commit: bool) -> impl Future<Output = QueryResult<()>> + Send
where
    Conn: Driver<Backend: Dialect>,
{
    async move {
        if !commit {
            return finish(conn, false).await;
        }
        match depth(conn).await? {
            0 => return Err(DieselError::SerializationError(Box::new(Lost))),
            1 => {}
            _ => return finish(conn, commit).await,
        }
        if let Err(error) = conn.turn(<Conn::Backend as Dialect>::CLOSE).await {
            let was_seen = !is_lost(&error) || is_noted(conn.status()) || conn.turn(IS_HELD).await.is_ok();
            if conn.status().transaction_depth().is_ok_and(|depth| depth.is_some()) {
                finish(conn, false).await?;
            }
            let is_conflict = !was_seen && crate::sql::lock::twin::is_cluster(conn).await;
            return Err(if is_conflict { ended_elsewhere() } else { error });
        }
        *conn.status() = TransactionManagerStatus::default();
        Ok(())
    }
}

/// Refuses a write in a transaction that a deadlock has ended without this library seeing it. diesel-async does not
/// note that of a statement of the application, so the server is asked: one trip more for a verb within an open
/// transaction, where the server goes on after a deadlock.
pub fn refuse_lost<Conn>(conn: &mut Conn) -> impl Future<Output = Result<()>> + Send
where
    Conn: Driver<Backend: Dialect>,
{
    async move {
        let Some(hold) = <Conn::Backend as Dialect>::HOLD else { return Ok(()) };
        if !matches!(depth(conn).await, Ok(1..)) {
            return Ok(());
        }
        if !is_noted(conn.status()) && conn.turn(PROBE).await.is_ok() {
            return Ok(());
        }
        conn.turn(hold).await?;
        Err(Error::TransactionLost)
    }
}

/// Settles the error of a write, as the synchronous half does for each statement: where a conflict has undone the open
/// transaction, nothing that follows in it is written.
pub fn settle<Conn>(conn: &mut Conn, error: Error) -> impl Future<Output = Error> + Send
where
    Conn: Driver<Backend: Dialect>,
{
    async move {
        let Some(hold) = <Conn::Backend as Dialect>::HOLD else { return error };
        if !matches!(depth(conn).await, Ok(1..)) {
            return error;
        }
        match error {
            Error::ReadOnly if conn.turn(IS_HELD).await.is_ok() => Error::TransactionLost,
            Error::Conflict => {
                if conn.turn(PROBE).await.is_err() && conn.turn(hold).await.is_err() {
                    conn.status().set_in_error();
                }
                Error::Conflict
            }
            error => error,
        }
    }
}

pub(crate) fn depth<Conn: Driver>(conn: &mut Conn) -> impl Future<Output = QueryResult<u32>> + Send + use<Conn> {
    let depth = conn.status().transaction_depth();
    std::future::ready(depth.map(|depth| depth.map_or(0, NonZeroU32::get)))
}

pub(crate) fn place<Conn: Driver>(conn: &mut Conn) -> impl Future<Output = usize> + Send + use<Conn> {
    // The status lies within the connection, which is borrowed as long as the transaction is open.
    std::future::ready(std::ptr::from_ref(conn.status()).addr())
}
