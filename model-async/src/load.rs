//! Related rows: of rows that a query returns, of rows that are loaded, and of generic references.

use crate::backend::{AsyncBackend, Connect};
use crate::connection::Connection;
use crate::run::BackendOf;
use diesel::QueryResult;
use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncConnectionCore, RunQueryDsl};
use model_core::asynchronous::{self as twins, Loads, LoadsPlan, LoadsTargets, Related};
use model_core::generic::AsTarget;
use model_core::relations::{Beside, Plan};
use model_core::{GenericRef, Manager};
use std::future::Future;

/// A connection over which the related rows `T` of rows of `Row` can be loaded.
pub trait LoadsRelated<'c, Row: Manager, T: Related<Row::Model>> {
    /// The related rows of each row.
    #[doc(hidden)]
    fn related_to(&'c mut self, rows: &[Row]) -> impl Future<Output = QueryResult<Vec<T::Output>>> + Send;
}

impl<'c, C, Row, T> LoadsRelated<'c, Row, T> for C
where
    C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>,
    Row: Manager,
    T: Loads<Row::Model, Connection<'c, BackendOf<C>>>,
{
    fn related_to(&'c mut self, rows: &[Row]) -> impl Future<Output = QueryResult<Vec<T::Output>>> + Send {
        async move {
            let mut conn = Connection::over(self);
            let rows: Vec<&Row::Model> = rows.iter().map(Manager::as_model).collect();
            T::load_for(&rows, false, &mut conn).await
        }
    }
}

/// A connection over which `Query` returns rows of `Row`, and their related rows `T` can be loaded.
pub trait LoadsWith<'c, Query, Row: Manager, T: Related<Row::Model>> {
    /// The rows, and the related rows of each.
    #[doc(hidden)]
    fn rows_with(&'c mut self, query: Query) -> impl Future<Output = QueryResult<Vec<(Row, T::Output)>>> + Send;
}

impl<'c, C, Query, Row, T> LoadsWith<'c, Query, Row, T> for C
where
    C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>,
    Query: LoadQuery<'c, Connection<'c, BackendOf<C>>, Row> + Send + 'c,
    Row: Manager,
    T: Loads<Row::Model, Connection<'c, BackendOf<C>>>,
{
    fn rows_with(&'c mut self, query: Query) -> impl Future<Output = QueryResult<Vec<(Row, T::Output)>>> + Send {
        async move {
            let mut conn = Connection::over(self);
            let rows: Vec<Row> = RunQueryDsl::load(query, &mut conn).await?;
            let related = {
                let rows: Vec<&Row::Model> = rows.iter().map(Manager::as_model).collect();
                T::load_for(&rows, false, &mut conn).await?
            };
            Ok(rows.into_iter().zip(related).collect())
        }
    }
}

/// Loads the rows of a query with their related rows.
pub trait LoadWith: model_core::relations::LoadWith {
    /// The rows, each with its related rows, which the type names: see
    /// [the synchronous method](model_core::relations::LoadWith::load_with).
    ///
    /// # Errors
    /// Those of the database.
    #[allow(clippy::type_complexity)]
    fn load_with<'c, T>(
        self,
        conn: &'c mut impl LoadsWith<'c, Self, Self::Row, T::This>,
    ) -> impl Future<Output = QueryResult<Vec<(Self::Row, <T as Related<<Self::Row as Manager>::Model>>::Output)>>> + Send
    where
        T: Related<<Self::Row as Manager>::Model, This = T>,
    {
        conn.rows_with(self)
    }
}

impl<Query: model_core::relations::LoadWith> LoadWith for Query {}

/// Loads related rows for rows that are already loaded.
pub trait LoadRelated<Row: Manager> {
    /// The related rows of each of these rows, in their order.
    ///
    /// # Errors
    /// Those of the database.
    fn load_related<'c, T>(
        &self,
        conn: &'c mut impl LoadsRelated<'c, Row, T::This>,
    ) -> impl Future<Output = QueryResult<Vec<<T as Related<Row::Model>>::Output>>> + Send
    where
        T: Related<Row::Model, This = T>;
}

impl<Row: Manager> LoadRelated<Row> for [Row] {
    fn load_related<'c, T>(
        &self,
        conn: &'c mut impl LoadsRelated<'c, Row, T::This>,
    ) -> impl Future<Output = QueryResult<Vec<<T as Related<Row::Model>>::Output>>> + Send
    where
        T: Related<Row::Model, This = T>,
    {
        conn.related_to(self)
    }
}

/// A connection over which `Query` returns rows of `Row`, and `P` can be loaded with them.
pub trait LoadsBeside<'c, Query, Row: Manager, P: Plan<Row::Model>> {
    /// The rows, each with its related rows.
    #[doc(hidden)]
    fn rows_beside(
        &'c mut self,
        query: Query,
        plan: P,
    ) -> impl Future<Output = QueryResult<Vec<(Row, P::Output)>>> + Send;
}

impl<'c, C, Query, Row, P> LoadsBeside<'c, Query, Row, P> for C
where
    C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>,
    Query: LoadQuery<'c, Connection<'c, BackendOf<C>>, Row> + Send + 'c,
    Row: Manager,
    P: LoadsPlan<Row::Model, Connection<'c, BackendOf<C>>> + Send + Sync,
{
    fn rows_beside(
        &'c mut self,
        query: Query,
        plan: P,
    ) -> impl Future<Output = QueryResult<Vec<(Row, P::Output)>>> + Send {
        async move {
            let mut conn = Connection::over(self);
            let rows: Vec<Row> = RunQueryDsl::load(query, &mut conn).await?;
            let beside = {
                let rows: Vec<&Row::Model> = rows.iter().map(Manager::as_model).collect();
                plan.load_plan(&rows, &mut conn).await?
            };
            Ok(rows.into_iter().zip(beside).collect())
        }
    }
}

/// The model of the rows of `Q`.
type ModelOf<Q> = <<Q as Beside>::Row as Manager>::Model;

/// Loads the rows of a query together with related rows.
pub trait LoadBeside: Beside {
    /// The rows, each with the related rows of the plan: see [the synchronous
    /// method](model_core::relations::LoadBeside::load).
    ///
    /// # Errors
    /// Those of the database.
    #[allow(clippy::type_complexity)]
    fn load<'c>(
        self,
        conn: &'c mut impl LoadsBeside<'c, Self::Query, Self::Row, <Self::Plan as Plan<ModelOf<Self>>>::This>,
    ) -> impl Future<Output = QueryResult<Vec<(Self::Row, <Self::Plan as Plan<ModelOf<Self>>>::Output)>>> + Send
    where
        Self::Plan: Plan<ModelOf<Self>, This = Self::Plan>,
    {
        let (query, plan) = self.into_parts();
        conn.rows_beside(query, plan)
    }
}

impl<Query: Beside> LoadBeside for Query {}

/// Loads the rows that generic references refer to. Implemented for every generic reference.
pub trait LoadReferences: GenericRef {
    /// The row of each reference, in their order: see
    /// [the synchronous method](model_core::generic::LoadReferences::load_many).
    ///
    /// # Errors
    /// Those of the database.
    fn load_many<'r, 'c, X, C>(
        refs: impl IntoIterator<Item = &'r X>,
        conn: &'c mut C,
    ) -> impl Future<Output = QueryResult<Vec<Option<Self::Row>>>> + Send
    where
        X: AsTarget<Self> + Send + Sync + 'r,
        C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>,
        Connection<'c, BackendOf<C>>: LoadsTargets<Self>,
    {
        let refs: Vec<&'r X> = refs.into_iter().collect();
        async move {
            let mut conn = Connection::over(conn);
            <Self as twins::LoadReferences>::load_many(refs, &mut conn).await
        }
    }

    /// The same, and deleted rows as well.
    ///
    /// # Errors
    /// Those of the database.
    fn load_many_with_deleted<'r, 'c, X, C>(
        refs: impl IntoIterator<Item = &'r X>,
        conn: &'c mut C,
    ) -> impl Future<Output = QueryResult<Vec<Option<Self::Row>>>> + Send
    where
        X: AsTarget<Self> + Send + Sync + 'r,
        C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>,
        Connection<'c, BackendOf<C>>: LoadsTargets<Self>,
    {
        let refs: Vec<&'r X> = refs.into_iter().collect();
        async move {
            let mut conn = Connection::over(conn);
            <Self as twins::LoadReferences>::load_many_with_deleted(refs, &mut conn).await
        }
    }
}

impl<Ref: GenericRef> LoadReferences for Ref {}
