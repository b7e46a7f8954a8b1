//! SQLite: the connection works on another thread, and its future holds the statement. So it gets one that owns its
//! text and binds.

use super::{AsyncBackend, Connect};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::{CacheSize, Instrumentation, TransactionManagerStatus};
use diesel::query_builder::{CollectedQuery, MoveableBindCollector, QueryBuilder, QueryFragment};
use diesel::sqlite::{Sqlite, SqliteConnection, SqliteQueryBuilder};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncConnectionCore, TransactionManager};
use futures_core::future::BoxFuture;
use futures_core::stream::BoxStream;
use futures_util::TryStreamExt;
use model_core::asynchronous::Statement;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

impl AsyncBackend for Sqlite {
    type Row = <SyncConnectionWrapper<SqliteConnection> as AsyncConnectionCore>::Row<'static, 'static>;
    type Stream<'c> = BoxStream<'c, QueryResult<Self::Row>>;

    fn stream<'c>(rows: Vec<Self::Row>) -> Self::Stream<'c> {
        Box::pin(futures_util::stream::iter(rows.into_iter().map(Ok)))
    }
}

impl<C> Connect<Sqlite> for C
where
    C: AsyncConnection + for<'c, 'q> AsyncConnectionCore<Backend = Sqlite, Row<'c, 'q> = <Sqlite as AsyncBackend>::Row>,
{
    fn load<'c>(
        &'c mut self,
        statement: Statement<'_, Sqlite>,
    ) -> BoxFuture<'c, QueryResult<Vec<<Sqlite as AsyncBackend>::Row>>> {
        let statement = collected(&statement);
        to_its_end(async move { AsyncConnectionCore::load(self, statement?).await?.try_collect().await })
    }

    fn execute<'c>(&'c mut self, statement: Statement<'_, Sqlite>) -> BoxFuture<'c, QueryResult<usize>> {
        let statement = collected(&statement);
        to_its_end(async move { AsyncConnectionCore::execute_returning_count(self, statement?).await })
    }

    as_everywhere!(to_its_end);
}

type Binds = <<Sqlite as Backend>::BindCollector<'static> as MoveableBindCollector<Sqlite>>::BindData;

/// A statement with the text and the binds of another one.
fn collected(statement: &Statement<'_, Sqlite>) -> QueryResult<CollectedQuery<Binds>> {
    let mut builder = SqliteQueryBuilder::default();
    statement.to_sql(&mut builder, &Sqlite)?;
    let cached = statement.is_safe_to_cache_prepared(&Sqlite)?;
    let mut binds = <Sqlite as Backend>::BindCollector::default();
    statement.collect_binds(&mut binds, &mut (), &Sqlite)?;
    Ok(CollectedQuery::new(builder.finish(), cached, binds.moveable()))
}

/// A call that is on its way to its thread ends there, whether its future is dropped or not, and until then the
/// connection cannot even be asked which transactions are open. So whoever drops the future waits for the call.
fn to_its_end<'c, T: Send + 'c>(call: impl Future<Output = T> + Send + 'c) -> BoxFuture<'c, T> {
    Box::pin(ToItsEnd { call: Box::pin(call), runs: false })
}

struct ToItsEnd<'c, T> {
    call: BoxFuture<'c, T>,
    /// Whether it was begun, and has not ended.
    runs: bool,
}

impl<T> Future for ToItsEnd<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        let polled = self.call.as_mut().poll(cx);
        self.runs = polled.is_pending();
        polled
    }
}

impl<T> Drop for ToItsEnd<'_, T> {
    fn drop(&mut self) {
        if !self.runs {
            return;
        }
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        // A task that has used up its turn would be told to come back later, and never be woken here.
        let mut call = tokio::task::coop::unconstrained(self.call.as_mut());
        while Pin::new(&mut call).poll(&mut Context::from_waker(&waker)).is_pending() {
            thread::park();
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
