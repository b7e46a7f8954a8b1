//! The differences between the backends: their rows, and how a statement reaches the connection.

use diesel::QueryResult;
use diesel::connection::{CacheSize, Instrumentation, TransactionManagerStatus};
use diesel::row::Row;
#[cfg(any(feature = "postgres", feature = "mysql"))]
use diesel_async::{AsyncConnection, AsyncConnectionCore, TransactionManager};
use futures_core::future::BoxFuture;
use futures_core::stream::Stream;
#[cfg(any(feature = "postgres", feature = "mysql"))]
use futures_util::TryStreamExt;
use model_core::asynchronous::Statement;
use model_core::verbs::Dialect;

/// A backend with diesel-async connections.
pub trait AsyncBackend: Dialect {
    /// The rows that its connections return.
    type Row: for<'r> Row<'r, Self> + Send + 'static;

    /// The stream of them.
    #[doc(hidden)]
    type Stream<'c>: Stream<Item = QueryResult<Self::Row>> + Send + 'c;

    /// A stream of rows that are loaded.
    #[doc(hidden)]
    fn stream<'c>(rows: Vec<Self::Row>) -> Self::Stream<'c>;
}

/// A diesel-async connection over which the library can write: `AsyncPgConnection`, `AsyncMysqlConnection`,
/// `SyncConnectionWrapper<SqliteConnection>`, a pooled connection of deadpool or bb8, and
/// [`Connection`](crate::Connection).
///
/// It is implemented for each of them; nothing else needs to implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an asynchronous connection to a supported backend",
    label = "this cannot run over `{Self}`",
    note = "pass a `&mut` reference to a diesel-async connection, or to one from its pool; for a synchronous \
            connection, import `model_core::prelude` instead of `model_async::prelude`"
)]
pub trait Connect<DB: AsyncBackend>: Send {
    /// Runs a statement, and returns its rows.
    #[doc(hidden)]
    fn load<'c>(&'c mut self, statement: Statement<'_, DB>) -> BoxFuture<'c, QueryResult<Vec<DB::Row>>>;

    /// Runs a statement, and counts the rows that it wrote.
    #[doc(hidden)]
    fn execute<'c>(&'c mut self, statement: Statement<'_, DB>) -> BoxFuture<'c, QueryResult<usize>>;

    /// Runs statements without binds.
    #[doc(hidden)]
    fn batch<'c>(&'c mut self, text: &'c str) -> BoxFuture<'c, QueryResult<()>>;

    /// Opens a transaction or a savepoint.
    #[doc(hidden)]
    fn begin(&mut self) -> BoxFuture<'_, QueryResult<()>>;

    /// Commits or releases it.
    #[doc(hidden)]
    fn commit(&mut self) -> BoxFuture<'_, QueryResult<()>>;

    /// Rolls it back.
    #[doc(hidden)]
    fn rollback(&mut self) -> BoxFuture<'_, QueryResult<()>>;

    /// The open transactions.
    #[doc(hidden)]
    fn status(&mut self) -> &mut TransactionManagerStatus;

    /// The instrumentation of the connection.
    #[doc(hidden)]
    fn watcher(&mut self) -> &mut dyn Instrumentation;

    /// Sets the instrumentation of the connection.
    #[doc(hidden)]
    fn watch(&mut self, watcher: Box<dyn Instrumentation>);

    /// Sets how many prepared statements it keeps.
    #[doc(hidden)]
    fn keep_statements(&mut self, size: CacheSize);
}

/// The methods of [`Connect`] that are the same on every backend.
macro_rules! as_everywhere {
    ($boxed:path) => {
        fn batch<'c>(&'c mut self, text: &'c str) -> BoxFuture<'c, QueryResult<()>> {
            $boxed(diesel_async::SimpleAsyncConnection::batch_execute(self, text))
        }

        fn begin(&mut self) -> BoxFuture<'_, QueryResult<()>> {
            $boxed(C::TransactionManager::begin_transaction(self))
        }

        fn commit(&mut self) -> BoxFuture<'_, QueryResult<()>> {
            $boxed(C::TransactionManager::commit_transaction(self))
        }

        fn rollback(&mut self) -> BoxFuture<'_, QueryResult<()>> {
            $boxed(C::TransactionManager::rollback_transaction(self))
        }

        fn status(&mut self) -> &mut TransactionManagerStatus {
            C::TransactionManager::transaction_manager_status_mut(self)
        }

        fn watcher(&mut self) -> &mut dyn Instrumentation {
            AsyncConnection::instrumentation(self)
        }

        fn watch(&mut self, watcher: Box<dyn Instrumentation>) {
            AsyncConnection::set_instrumentation(self, watcher);
        }

        fn keep_statements(&mut self, size: CacheSize) {
            AsyncConnection::set_prepared_statement_cache_size(self, size);
        }
    };
}

/// On the servers, a statement is converted to text and binds before the call returns, so its future only holds the
/// connection.
#[cfg(any(feature = "postgres", feature = "mysql"))]
macro_rules! server {
    ($backend:ty, $connection:ty) => {
        impl AsyncBackend for $backend {
            type Row = <$connection as AsyncConnectionCore>::Row<'static, 'static>;
            type Stream<'c> = <$connection as AsyncConnectionCore>::Stream<'c, 'static>;

            fn stream<'c>(rows: Vec<Self::Row>) -> Self::Stream<'c> {
                Box::pin(futures_util::stream::iter(rows.into_iter().map(Ok)))
            }
        }

        impl<C> Connect<$backend> for C
        where
            C: AsyncConnection
                + for<'c, 'q> AsyncConnectionCore<
                    Backend = $backend,
                    Row<'c, 'q> = <$backend as AsyncBackend>::Row,
                    Stream<'c, 'q> = <$backend as AsyncBackend>::Stream<'c>,
                    LoadFuture<'c, 'q> = BoxFuture<'c, QueryResult<<$backend as AsyncBackend>::Stream<'c>>>,
                    ExecuteFuture<'c, 'q> = BoxFuture<'c, QueryResult<usize>>,
                >,
        {
            fn load<'c>(
                &'c mut self,
                statement: Statement<'_, $backend>,
            ) -> BoxFuture<'c, QueryResult<Vec<<$backend as AsyncBackend>::Row>>> {
                let rows = statement.send(|statement| AsyncConnectionCore::load(self, statement));
                Box::pin(async move { rows.await?.try_collect().await })
            }

            fn execute<'c>(&'c mut self, statement: Statement<'_, $backend>) -> BoxFuture<'c, QueryResult<usize>> {
                statement.send(|statement| AsyncConnectionCore::execute_returning_count(self, statement))
            }

            as_everywhere!(Box::pin);
        }
    };
}

#[cfg(feature = "postgres")]
server!(diesel::pg::Pg, diesel_async::AsyncPgConnection);
#[cfg(feature = "mysql")]
server!(diesel::mysql::Mysql, diesel_async::AsyncMysqlConnection);

#[cfg(feature = "sqlite")]
mod sqlite;
