//! A borrowed connection of any kind.

use crate::backend::{AsyncBackend, Connect};
use diesel::connection::{CacheSize, Instrumentation, TransactionManagerStatus};
use diesel::deserialize::QueryableByName;
use diesel::query_builder::{AsQuery, QueryFragment, QueryId};
use diesel::result::Error::DeserializationError;
use diesel::{ConnectionError, ConnectionResult, QueryResult};
use diesel_async::{AsyncConnection, AsyncConnectionCore, SimpleAsyncConnection, TransactionManager};
use futures_core::future::BoxFuture;
use model_core::asynchronous::{Driver, Statement, observe_statement};
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::num::NonZeroU32;

/// A connection to a database of the backend `DB`, whatever its own type is. Hooks are written for this type, and run
/// over a single connection, a pooled one, and inside of transactions.
///
/// It is itself a diesel-async connection: queries run over it, and so do the verbs of the library.
pub struct Connection<'c, DB: AsyncBackend> {
    inner: &'c mut (dyn Connect<DB> + 'c),
    /// The number of transactions that were open when an operation began that must not be interrupted.
    began: Option<Began>,
    /// Whether a statement that opens or ends a transaction is running: until its answer arrives, it is not known which
    /// transactions are open.
    turning: bool,
    state: (),
}

/// A statement that opens or ends a transaction.
type Turn<DB> = for<'a> fn(&'a mut (dyn Connect<DB> + '_)) -> BoxFuture<'a, QueryResult<()>>;

/// A borrowed connection to PostgreSQL.
#[cfg(feature = "postgres")]
pub type Pg<'c> = Connection<'c, diesel::pg::Pg>;

/// A borrowed connection to MySQL or MariaDB.
#[cfg(feature = "mysql")]
pub type Mysql<'c> = Connection<'c, diesel::mysql::Mysql>;

/// A borrowed connection to SQLite.
#[cfg(feature = "sqlite")]
pub type Sqlite<'c> = Connection<'c, diesel::sqlite::Sqlite>;

impl<'c, DB: AsyncBackend> Connection<'c, DB> {
    /// Borrows a connection.
    pub fn over<C: Connect<DB>>(conn: &'c mut C) -> Self {
        Self { inner: conn, began: None, turning: false, state: () }
    }

    /// Borrows a connection for an operation that must not be interrupted: if this is dropped before
    /// [`finished`](Self::finished), and a transaction is open that was not open before, the connection is broken.
    pub(crate) fn guarded<C: Connect<DB>>(conn: &'c mut C) -> Self {
        let began = Began::on(conn.status());
        Self { inner: conn, began: Some(began), turning: false, state: () }
    }

    /// The operation has ended, successfully or not.
    pub(crate) fn finished(mut self) {
        self.began = None;
    }

    /// Opens or ends a transaction.
    fn take(&mut self, turn: Turn<DB>) -> impl Future<Output = QueryResult<()>> + Send {
        async move {
            self.turning = true;
            let done = turn(&mut *self.inner).await;
            self.turning = false;
            done
        }
    }

    /// Rejects a statement over a broken connection: what it writes could be in a transaction that is never committed.
    fn check(&mut self) -> QueryResult<()> {
        self.inner.status().transaction_depth().map(drop)
    }
}

impl<DB: AsyncBackend> fmt::Debug for Connection<'_, DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

impl<DB: AsyncBackend> Driver for Connection<'_, DB> {
    type Backend = DB;

    fn load<U>(&mut self, statement: Statement<'_, DB>) -> impl Future<Output = QueryResult<Vec<U>>> + Send
    where
        U: QueryableByName<DB> + Send,
    {
        let rows = self.check().map(|()| self.inner.load(statement));
        async move {
            let rows = rows?.await?;
            observe_statement::<DB>(rows.len(), 0);
            rows.iter().map(|row| U::build(row).map_err(DeserializationError)).collect()
        }
    }

    fn execute(&mut self, statement: Statement<'_, DB>) -> impl Future<Output = QueryResult<usize>> + Send {
        let done = self.check().map(|()| self.inner.execute(statement));
        async move {
            let count = done?.await?;
            observe_statement::<DB>(0, count);
            Ok(count)
        }
    }

    fn begin(&mut self) -> impl Future<Output = QueryResult<()>> + Send {
        self.take(|inner| inner.begin())
    }

    fn commit(&mut self) -> impl Future<Output = QueryResult<()>> + Send {
        self.take(|inner| inner.commit())
    }

    fn rollback(&mut self) -> impl Future<Output = QueryResult<()>> + Send {
        self.take(|inner| inner.rollback())
    }

    fn turn(&mut self, text: &'static str) -> impl Future<Output = QueryResult<()>> + Send {
        async move {
            self.turning = true;
            let done = self.inner.batch(text).await;
            self.turning = false;
            done
        }
    }

    fn status(&mut self) -> &mut TransactionManagerStatus {
        self.inner.status()
    }
}

impl<DB: AsyncBackend> SimpleAsyncConnection for Connection<'_, DB> {
    fn batch_execute(&mut self, query: &str) -> impl Future<Output = QueryResult<()>> + Send {
        async move { self.inner.batch(query).await }
    }
}

impl<DB: AsyncBackend> AsyncConnectionCore for Connection<'_, DB> {
    type ExecuteFuture<'conn, 'query> = BoxFuture<'conn, QueryResult<usize>>;
    type LoadFuture<'conn, 'query> = BoxFuture<'conn, QueryResult<Self::Stream<'conn, 'query>>>;
    type Stream<'conn, 'query> = DB::Stream<'conn>;
    type Row<'conn, 'query> = DB::Row;
    type Backend = DB;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> Self::LoadFuture<'conn, 'query>
    where
        T: AsQuery + 'query,
        T::Query: QueryFragment<Self::Backend> + QueryId + 'query,
    {
        let rows = self.inner.load(Statement::of(source.as_query()));
        Box::pin(async move { Ok(DB::stream(rows.await?)) })
    }

    fn execute_returning_count<'conn, 'query, T>(&'conn mut self, source: T) -> Self::ExecuteFuture<'conn, 'query>
    where
        T: QueryFragment<Self::Backend> + QueryId + 'query,
    {
        self.inner.execute(Statement::of(source))
    }
}

impl<DB: AsyncBackend> AsyncConnection for Connection<'_, DB> {
    type TransactionManager = Transactions;

    async fn establish(_: &str) -> ConnectionResult<Self> {
        Err(ConnectionError::BadConnection("a borrowed connection cannot be established: establish its own".to_owned()))
    }

    fn transaction_state(&mut self) -> &mut () {
        &mut self.state
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.inner.watcher()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.inner.watch(Box::new(instrumentation));
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.inner.keep_statements(size);
    }
}

/// The transactions of a borrowed connection: those of its own.
#[derive(Debug, Clone, Copy)]
pub struct Transactions;

impl<DB: AsyncBackend> TransactionManager<Connection<'_, DB>> for Transactions {
    type TransactionStateData = ();

    fn begin_transaction(conn: &mut Connection<'_, DB>) -> impl Future<Output = QueryResult<()>> + Send {
        Driver::begin(conn)
    }

    fn rollback_transaction(conn: &mut Connection<'_, DB>) -> impl Future<Output = QueryResult<()>> + Send {
        Driver::rollback(conn)
    }

    fn commit_transaction(conn: &mut Connection<'_, DB>) -> impl Future<Output = QueryResult<()>> + Send {
        Driver::commit(conn)
    }

    fn transaction_manager_status_mut<'a>(conn: &'a mut Connection<'_, DB>) -> &'a mut TransactionManagerStatus {
        conn.inner.status()
    }
}

impl<DB: AsyncBackend> Drop for Connection<'_, DB> {
    fn drop(&mut self) {
        if self.turning {
            self.inner.status().set_in_error();
        } else if let Some(began) = self.began.take() {
            began.broke_off(self.inner.status());
        }
    }
}

/// A connection with a transaction that must not be interrupted; see [`Connection::guarded`].
pub(crate) struct Guarded<'c, C: Connect<DB>, DB: AsyncBackend> {
    pub(crate) conn: &'c mut C,
    began: Option<Began>,
    backend: PhantomData<fn() -> DB>,
}

impl<'c, C: Connect<DB>, DB: AsyncBackend> Guarded<'c, C, DB> {
    pub(crate) fn over(conn: &'c mut C) -> Self {
        let began = Began::on(conn.status());
        Self { conn, began: Some(began), backend: PhantomData }
    }

    /// The operation has ended, successfully or not.
    pub(crate) fn finished(mut self) {
        self.began = None;
    }
}

impl<C: Connect<DB>, DB: AsyncBackend> Drop for Guarded<'_, C, DB> {
    fn drop(&mut self) {
        if let Some(began) = self.began.take() {
            began.broke_off(self.conn.status());
        }
    }
}

/// How many transactions were open before; `None` if the connection was broken.
struct Began(Option<u32>);

impl Began {
    fn on(status: &TransactionManagerStatus) -> Self {
        Self(status.transaction_depth().ok().map(|depth| depth.map_or(0, NonZeroU32::get)))
    }

    /// Marks a connection as broken if a transaction that was opened since is still open, because nothing will end it.
    /// A pool discards such a connection, and a later use fails.
    fn broke_off(self, status: &mut TransactionManagerStatus) {
        if Self::on(status).0 != self.0 {
            status.set_in_error();
        }
    }
}
