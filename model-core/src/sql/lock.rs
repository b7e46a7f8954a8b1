//! Transactions, and the write lock on backends where it has to be taken before the first read.

use crate::meta::error::database::is_lost;
use crate::meta::error::{Lost, Result};
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::lost::{IS_HELD, is_noted, status};
use crate::sql::on::ModelOn;
use crate::sql::rows::statement;
#[cfg(feature = "cache")]
use crate::sql::watch;
use crate::sql::{At, Names};
use diesel::QueryResult;
use diesel::connection::{LoadConnection, TransactionDepthChange, TransactionManager, TransactionManagerStatus};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::{DatabaseErrorKind, Error};
use std::marker::PhantomData;
use std::num::NonZeroU32;

/// The statement that takes the write lock, if the backend has one.
#[derive(Debug, Clone, Copy, QueryId)]
struct TakeWriteLock;

statement!([] TakeWriteLock);

impl<DB: Dialect> QueryFragment<DB> for TakeWriteLock {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(DB::TAKE_WRITE_LOCK.unwrap_or_default());
        Ok(())
    }
}

/// Takes the write lock for writes to a model before the first read, on a backend where taking it later can fail.
/// Unlike [`take_write_lock`], it does not need a table of the library.
pub(crate) fn lock_table<M, Conn>(conn: &mut Conn) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    if <Conn::Backend as Dialect>::TAKE_WRITE_LOCK.is_some() {
        crate::sql::rows::execute(conn, LockTable::<M>(PhantomData))?;
    }
    Ok(())
}

/// `UPDATE articles SET note = note WHERE 0`, with the last column: the statement would open every index that contains
/// the column, and the key is in each of them.
struct LockTable<M>(PhantomData<fn() -> M>);

statement!([M: 'static] LockTable<M>);

impl<M: 'static> QueryId for LockTable<M> {
    type QueryId = Self;
}

impl<M, DB> QueryFragment<DB> for LockTable<M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_lock(sql::names::<M, DB>(), &mut out)
    }
}

fn push_lock<'b, DB: Dialect>(names: Names<'b, DB>, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    let column = names.meta.fields.len().saturating_sub(1);
    out.push_sql("UPDATE ");
    names.table(out)?;
    out.push_sql(" SET ");
    names.column(At::Bare, column, out)?;
    out.push_sql(" = ");
    names.column(At::Bare, column, out)?;
    out.push_sql(" WHERE 0");
    Ok(())
}

/// Takes the write lock before the first read of a transaction that will write to the table of `M`, on a backend where
/// taking it later can fail. Outside of a transaction, an earlier read is harmless.
pub(crate) fn take_write_lock_of<Conn, M>(conn: &mut Conn) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    match is_in_transaction(conn)? {
        true => lock_table::<M, _>(conn),
        false => Ok(()),
    }
}

/// Whether a transaction is open on the connection.
pub(crate) fn is_in_transaction<Conn: LoadConnection>(conn: &mut Conn) -> Result<bool> {
    Ok(depth(conn)? > 0)
}

/// Whether a read without a lock may return an outdated state: in a transaction that has read before, on a backend that
/// keeps the first state that was read.
pub(crate) fn reads_the_past<Conn>(conn: &mut Conn) -> Result<bool>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    match <Conn::Backend as Dialect>::COUNT_LOCK {
        "" => Ok(false),
        _ => is_in_transaction(conn),
    }
}

/// The address of a connection. It does not move while a transaction borrows it.
pub(crate) fn place<Conn: LoadConnection>(conn: &mut Conn) -> usize {
    std::ptr::from_ref(conn).addr()
}

/// How many nested transactions are open.
pub(crate) fn depth<Conn: LoadConnection>(conn: &mut Conn) -> QueryResult<u32> {
    Ok(status(conn).transaction_depth()?.map_or(0, NonZeroU32::get))
}

/// Whether the transaction of a write is inside one of the caller, which may have read before.
pub(crate) fn is_nested<Conn: LoadConnection>(conn: &mut Conn) -> Result<bool> {
    Ok(depth(conn)? > 1)
}

/// Takes the write lock before the first read, on a backend where taking it later can fail.
pub(crate) fn take_write_lock<Conn>(conn: &mut Conn) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if <Conn::Backend as Dialect>::TAKE_WRITE_LOCK.is_some() {
        crate::sql::rows::execute_own(conn, TakeWriteLock)?;
    }
    Ok(())
}

/// A row, as long as a transaction is open.
#[derive(Debug, Clone, Copy, QueryId)]
struct IsOpen;

statement!([] IsOpen);

impl<DB: Dialect> QueryFragment<DB> for IsOpen {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM DUAL WHERE 1 = 1");
        out.push_sql(DB::AND_OPEN);
        Ok(())
    }
}

/// Stops if the server has ended the transaction without reporting it. A statement that has written no row calls this
/// if that may be the reason.
pub(crate) fn still_open<Conn>(conn: &mut Conn) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if Conn::Backend::AND_OPEN.is_empty() {
        return Ok(());
    }
    match crate::sql::rows::load_one::<_, _, crate::sql::rows::Number>(conn, IsOpen)? {
        Some(number) if number.count() > 0 => Ok(()),
        _ => Err(crate::meta::error::Error::Conflict),
    }
}

/// One, on a node of a cluster.
#[derive(Debug, Clone, Copy, QueryId)]
struct IsCluster;

statement!([] IsCluster);

impl<DB: Dialect> QueryFragment<DB> for IsCluster {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(DB::IS_CLUSTER);
        Ok(())
    }
}

/// Whether the server can end a transaction between two statements, because another node has changed the same rows. A
/// server that does not know the question cannot.
pub(crate) fn is_cluster<Conn>(conn: &mut Conn) -> bool
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if Conn::Backend::IS_CLUSTER.is_empty() {
        return false;
    }
    let number = crate::sql::rows::load_one::<_, _, crate::sql::rows::Number>(conn, IsCluster);
    matches!(number, Ok(Some(number)) if number.count() > 0)
}

/// The conflict for which another node of a cluster has ended a transaction, as the database would have reported it.
pub(crate) fn ended_elsewhere() -> Error {
    let message = "another node of the cluster has ended the transaction".to_owned();
    Error::DatabaseError(DatabaseErrorKind::SerializationFailure, Box::new(message))
}

/// Runs a closure in a transaction. Only this function is compiled for each closure; the statements around it are
/// compiled once per connection type.
pub(crate) fn transaction<T, E, Conn>(
    conn: &mut Conn,
    act: impl FnOnce(&mut Conn) -> std::result::Result<T, E>,
) -> std::result::Result<T, E>
where
    Conn: LoadConnection,
    E: From<diesel::result::Error>,
{
    begin(conn)?;
    let done = act(conn);
    let finished = finish(conn, done.is_ok());
    ended(done, finished)
}

/// The result of a transaction: the result of the closure, unless the commit or rollback fails.
pub(crate) fn ended<T, E, F>(
    done: std::result::Result<T, E>,
    finished: std::result::Result<(), F>,
) -> std::result::Result<T, E>
where
    E: From<F>,
{
    match finished {
        Ok(()) => done,
        Err(error) => Err(error.into()),
    }
}

/// Opens a transaction, which [`finish`] ends.
#[inline(never)]
pub(crate) fn begin<Conn: LoadConnection>(conn: &mut Conn) -> QueryResult<()> {
    <Conn::TransactionManager as TransactionManager<Conn>>::begin_transaction(conn)?;
    #[cfg(feature = "cache")]
    watch::opened(status(conn));
    Ok(())
}

/// Commits or rolls back a transaction. Returns the result of the closure unless this fails.
#[inline(never)]
pub(crate) fn finish<Conn: LoadConnection>(conn: &mut Conn, commit: bool) -> QueryResult<()> {
    let end = |conn: &mut Conn| {
        if commit {
            return <Conn::TransactionManager as TransactionManager<Conn>>::commit_transaction(conn);
        }
        let was_outermost = depth(conn).is_ok_and(|depth| depth == 1);
        match <Conn::TransactionManager as TransactionManager<Conn>>::rollback_transaction(conn) {
            Ok(()) | Err(Error::BrokenTransactionManager | Error::NotInTransaction) => Ok(()),
            // SQLite does not roll back what it has ended itself: then another transaction can begin.
            Err(_) if was_outermost && conn.batch_execute(NOTHING).is_ok() => {
                *status(conn) = TransactionManagerStatus::default();
                Ok(())
            }
            Err(error) => Err(error),
        }
    };
    let finished = end(conn);
    #[cfg(feature = "cache")]
    watch::closed(status(conn));
    finished
}

/// Opens the outermost transaction for code of the application, which [`close`] ends.
#[inline(never)]
pub(crate) fn open<Conn: LoadConnection<Backend: Dialect>>(conn: &mut Conn) -> QueryResult<()> {
    let Some(text) = <Conn::Backend as Dialect>::OPEN else { return begin(conn) };
    conn.batch_execute(text)?;
    opened(status(conn))?;
    #[cfg(feature = "cache")]
    watch::opened(status(conn));
    Ok(())
}

/// Records that a transaction was opened.
pub(crate) fn opened(status: &mut TransactionManagerStatus) -> QueryResult<()> {
    match status {
        TransactionManagerStatus::Valid(status) => {
            status.change_transaction_depth(TransactionDepthChange::IncreaseDepth)
        }
        TransactionManagerStatus::InError => Err(Error::BrokenTransactionManager),
    }
}

/// Commits the outermost transaction, or rolls it back. Unlike [`finish`], it fails if the database has ended the
/// transaction before, or would end it without a commit. The error is then classified as
/// [`TransactionLost`](crate::Error::TransactionLost), or as [`Conflict`](crate::Error::Conflict) if another node of a
/// cluster has ended it after its last statement.
#[inline(never)]
pub(crate) fn close<Conn: LoadConnection<Backend: Dialect>>(conn: &mut Conn, commit: bool) -> QueryResult<()> {
    let end = |conn: &mut Conn| {
        if !commit {
            return finish(conn, false);
        }
        match depth(conn)? {
            // Diesel has seen that SQLite has ended it.
            0 => return Err(Error::SerializationError(Box::new(Lost))),
            1 => {}
            // A panic has left a savepoint open.
            _ => return finish(conn, commit),
        }
        if let Err(error) = conn.batch_execute(<Conn::Backend as Dialect>::CLOSE) {
            // A conflict that this library or Diesel has seen, and the application has ignored, is returned as it is.
            let was_seen = !is_lost(&error) || is_noted(status(conn)) || conn.batch_execute(IS_HELD).is_ok();
            // PostgreSQL has ended the transaction if it was the `COMMIT` that failed.
            if status(conn).transaction_depth().is_ok_and(|depth| depth.is_some()) {
                finish(conn, false)?;
            }
            return Err(if !was_seen && is_cluster(conn) { ended_elsewhere() } else { error });
        }
        *status(conn) = TransactionManagerStatus::default();
        Ok(())
    };
    let closed = end(conn);
    #[cfg(feature = "cache")]
    watch::closed(status(conn));
    closed
}

/// Fails if a transaction is open.
pub(crate) const NOTHING: &str = "BEGIN; ROLLBACK";

#[cfg(feature = "async")]
#[path = "../../twins/sql/lock.rs"]
pub(crate) mod twin;
