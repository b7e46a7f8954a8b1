//! An asynchronous connection that Diesel's own queries can use as well.

use crate::wait::{Waits, within};
use diesel::connection::{
    CacheSize, Connection, ConnectionSealed, Instrumentation, LoadConnection, SimpleConnection, TransactionManager,
    TransactionManagerStatus,
};
use diesel::deserialize::QueryableByName;
use diesel::expression::QueryMetadata;
use diesel::migration::{CREATE_MIGRATIONS_TABLE, MigrationConnection};
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::result::Error::DeserializationError;
use diesel::{ConnectionResult, QueryResult};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncConnectionCore};
use model_async::{AsyncBackend, Connect};
use real::asynchronous::{Driver, Statement, observe_statement};
use std::any::type_name;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

type Inner<C> = AsyncConnectionWrapper<C, Waits>;
type Manager<C> = <Inner<C> as Connection>::TransactionManager;
type BackendOf<C> = <C as AsyncConnectionCore>::Backend;

/// A connection of diesel-async. The library writes over it asynchronously, and what is plain Diesel waits.
#[allow(missing_debug_implementations)]
pub struct Blocking<C: AsyncConnection> {
    inner: Option<Inner<C>>,
    /// Where it goes when it is dropped, if it is of a pool.
    home: Option<Arc<Mutex<Vec<Inner<C>>>>>,
}

impl<C: AsyncConnection> Blocking<C> {
    fn inner(&mut self) -> &mut Inner<C> {
        self.inner.as_mut().expect("the connection is open until it is dropped")
    }
}

impl<C: AsyncConnection> Drop for Blocking<C> {
    fn drop(&mut self) {
        match &self.home {
            Some(home) => home.lock().unwrap_or_else(PoisonError::into_inner).extend(self.inner.take()),
            None => within(|| drop(self.inner.take())),
        }
    }
}

/// A connection of which there can be a pool.
pub trait Pooled: Connection {
    /// The connections that nobody has.
    type Idle: Idle<Self>;
}

/// See [`Pooled`].
pub trait Idle<C>: From<Vec<C>> {
    /// Takes one.
    fn take(&self) -> Option<C>;
}

impl<C: AsyncConnection> Pooled for Blocking<C> {
    type Idle = Lent<C>;
}

/// Connections that come back when they are dropped.
#[allow(missing_debug_implementations)]
pub struct Lent<C: AsyncConnection>(Arc<Mutex<Vec<Inner<C>>>>);

impl<C: AsyncConnection> From<Vec<Blocking<C>>> for Lent<C> {
    fn from(connections: Vec<Blocking<C>>) -> Self {
        let inner = connections.into_iter().filter_map(|mut conn| conn.inner.take());
        Self(Arc::new(Mutex::new(inner.collect())))
    }
}

impl<C: AsyncConnection> Idle<Blocking<C>> for Lent<C> {
    fn take(&self) -> Option<Blocking<C>> {
        let inner = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(Blocking { inner: Some(inner), home: Some(Arc::clone(&self.0)) })
    }
}

/// A pool.
#[allow(missing_debug_implementations)]
pub struct Pool<C: Pooled>(C::Idle);

impl<C: Pooled> Pool<C> {
    /// A pool of these connections.
    pub fn of(connections: impl Iterator<Item = C>) -> Self {
        Self(connections.collect::<Vec<C>>().into())
    }

    /// A connection that comes back when it is dropped.
    ///
    /// # Errors
    /// None is left.
    pub fn get(&self) -> Result<C, &'static str> {
        self.0.take().ok_or("the pool is empty")
    }
}

impl<C> Driver for Blocking<C>
where
    C: AsyncConnection<Backend: AsyncBackend> + Connect<BackendOf<C>>,
{
    type Backend = BackendOf<C>;

    fn load<U>(&mut self, statement: Statement<'_, Self::Backend>) -> impl Future<Output = QueryResult<Vec<U>>> + Send
    where
        U: QueryableByName<Self::Backend> + Send,
    {
        let rows = Connect::load(&mut **self.inner(), statement);
        async move {
            let rows = rows.await?;
            observe_statement::<Self::Backend>(rows.len(), 0);
            rows.iter().map(|row| U::build(row).map_err(DeserializationError)).collect()
        }
    }

    fn execute(&mut self, statement: Statement<'_, Self::Backend>) -> impl Future<Output = QueryResult<usize>> + Send {
        let done = Connect::execute(&mut **self.inner(), statement);
        async move {
            let count = done.await?;
            observe_statement::<Self::Backend>(0, count);
            Ok(count)
        }
    }

    fn begin(&mut self) -> impl Future<Output = QueryResult<()>> + Send {
        Connect::begin(&mut **self.inner())
    }

    fn commit(&mut self) -> impl Future<Output = QueryResult<()>> + Send {
        Connect::commit(&mut **self.inner())
    }

    fn rollback(&mut self) -> impl Future<Output = QueryResult<()>> + Send {
        Connect::rollback(&mut **self.inner())
    }

    fn turn(&mut self, text: &'static str) -> impl Future<Output = QueryResult<()>> + Send {
        Connect::batch(&mut **self.inner(), text)
    }

    fn status(&mut self) -> &mut TransactionManagerStatus {
        Connect::status(&mut **self.inner())
    }
}

/// The synchronous half of the library must not be used here by mistake: its statements are of this type.
fn assert_of_the_application<T>() {
    assert!(!type_name::<T>().contains("rows::Erased<"), "this ran on the synchronous half");
}

impl<C: AsyncConnection> SimpleConnection for Blocking<C> {
    fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        SimpleConnection::batch_execute(self.inner(), query)
    }
}

impl<C: AsyncConnection> ConnectionSealed for Blocking<C> {}

impl<C: AsyncConnection> Connection for Blocking<C> {
    type Backend = BackendOf<C>;
    type TransactionManager = Transactions;

    fn establish(url: &str) -> ConnectionResult<Self> {
        <Inner<C> as Connection>::establish(url).map(|inner| Self { inner: Some(inner), home: None })
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<Self::Backend> + QueryId,
    {
        assert_of_the_application::<T>();
        Connection::execute_returning_count(self.inner(), source)
    }

    fn transaction_state(&mut self) -> &mut <Manager<C> as TransactionManager<Inner<C>>>::TransactionStateData {
        Connection::transaction_state(self.inner())
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        Connection::instrumentation(self.inner())
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        Connection::set_instrumentation(self.inner(), instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        Connection::set_prepared_statement_cache_size(self.inner(), size);
    }
}

impl<C: AsyncConnection> LoadConnection for Blocking<C> {
    type Cursor<'conn, 'query>
        = <Inner<C> as LoadConnection>::Cursor<'conn, 'query>
    where
        Self: 'conn;
    type Row<'conn, 'query>
        = <Inner<C> as LoadConnection>::Row<'conn, 'query>
    where
        Self: 'conn;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<Self::Backend> + QueryId + 'query,
        Self::Backend: QueryMetadata<T::SqlType>,
    {
        assert_of_the_application::<T>();
        LoadConnection::load(self.inner(), source)
    }
}

impl<C: AsyncConnection> MigrationConnection for Blocking<C> {
    fn setup(&mut self) -> QueryResult<usize> {
        self.batch_execute(CREATE_MIGRATIONS_TABLE).map(|()| 0)
    }
}

/// The transactions of the connection.
#[derive(Debug)]
pub struct Transactions;

impl<C: AsyncConnection> TransactionManager<Blocking<C>> for Transactions {
    type TransactionStateData = <Manager<C> as TransactionManager<Inner<C>>>::TransactionStateData;

    fn begin_transaction(conn: &mut Blocking<C>) -> QueryResult<()> {
        Manager::<C>::begin_transaction(conn.inner())
    }

    fn rollback_transaction(conn: &mut Blocking<C>) -> QueryResult<()> {
        Manager::<C>::rollback_transaction(conn.inner())
    }

    fn commit_transaction(conn: &mut Blocking<C>) -> QueryResult<()> {
        Manager::<C>::commit_transaction(conn.inner())
    }

    fn transaction_manager_status_mut(conn: &mut Blocking<C>) -> &mut TransactionManagerStatus {
        Manager::<C>::transaction_manager_status_mut(conn.inner())
    }
}
