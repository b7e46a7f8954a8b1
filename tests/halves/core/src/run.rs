//! The methods of the preludes, over the asynchronous half.

use crate::wait::wait;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_dsl::RunQueryDsl;
use diesel::query_dsl::methods::LoadQuery;
use real::asynchronous::{
    self as twins, Driver, Loads, LoadsPlan, LoadsTargets, OutcomeOn, PreviewOn, Ready, Related, RunOn, Verifies,
};
use real::audit::Discrepancy;
use real::generic::AsTarget;
use real::relations::{Impact, Plan};
use real::verbs::Dialect;
use real::{Extends, GenericRef, Manager, Model, Result};

pub trait Run: twins::Run {
    fn run<Conn>(self, conn: &mut Conn) -> Result<Self::Output>
    where
        Conn: Driver<Backend: Dialect>,
        Self: Ready + RunOn<Conn>,
    {
        wait(twins::observed::<Self, _>(async {
            // What the write returns need not be `Send`, so it is out of scope before the future waits again.
            let error = {
                let done = match twins::refuse_lost(conn).await {
                    Ok(()) => self.perform(conn).await,
                    Err(error) => Err(error),
                };
                match done {
                    Ok(done) => return Ok(done),
                    Err(error) => error,
                }
            };
            Err(twins::settle(conn, error).await)
        }))
    }
}

impl<Write: twins::Run> Run for Write {}

pub trait RunOutcome: twins::RunOutcome {
    fn outcome<Conn>(self, conn: &mut Conn) -> Result<Self::Outcome>
    where
        Conn: Driver<Backend: Dialect>,
        Self: Ready + OutcomeOn<Conn>,
    {
        wait(twins::observed::<Self, _>(async {
            // What the write returns need not be `Send`, so it is out of scope before the future waits again.
            let error = {
                let done = match twins::refuse_lost(conn).await {
                    Ok(()) => self.attempt(conn).await,
                    Err(error) => Err(error),
                };
                match done {
                    Ok(done) => return Ok(done),
                    Err(error) => error,
                }
            };
            Err(twins::settle(conn, error).await)
        }))
    }
}

impl<Write: twins::RunOutcome> RunOutcome for Write {}

pub trait Preview: twins::Preview {
    fn preview<Conn>(self, conn: &mut Conn) -> Result<Impact>
    where
        Self: Ready + PreviewOn<Conn>,
    {
        wait(twins::observed::<Self, _>(self.rehearse(conn)))
    }
}

impl<Write: twins::Preview> Preview for Write {}

pub trait VerifyHistory: Model {
    fn verify_history<Conn>(conn: &mut Conn) -> Result<Vec<Discrepancy>>
    where
        Conn: Driver<Backend: Verifies<Conn, Self>>,
    {
        wait(<Self as twins::VerifyHistory>::verify_history(conn))
    }
}

impl<M: Model> VerifyHistory for M {}

pub trait VerifyChildHistory: Extends {
    fn verify_history<Conn>(conn: &mut Conn) -> Result<Vec<Discrepancy>>
    where
        Conn: Driver<Backend: Verifies<Conn, Self::Parent> + Verifies<Conn, Self::Part>>,
    {
        wait(<Self as twins::VerifyChildHistory>::verify_history(conn))
    }
}

impl<Child: Extends> VerifyChildHistory for Child {}

pub trait LoadsRelated<M: Model, T> {
    fn related_to(&mut self, rows: &[&M]) -> QueryResult<Vec<T::Output>>
    where
        T: Related<M>;
}

impl<Conn, M, T> LoadsRelated<M, T> for Conn
where
    M: Model,
    T: Loads<M, Conn>,
{
    fn related_to(&mut self, rows: &[&M]) -> QueryResult<Vec<T::Output>> {
        wait(T::load_for(rows, false, self))
    }
}

pub trait LoadsWith<'query, Query, Row: Manager, T>: LoadsRelated<Row::Model, T> {
    fn load_rows(&mut self, query: Query) -> QueryResult<Vec<Row>>;
}

impl<'query, Conn, Query, Row, T> LoadsWith<'query, Query, Row, T> for Conn
where
    Conn: LoadConnection + LoadsRelated<Row::Model, T>,
    Query: LoadQuery<'query, Conn, Row> + RunQueryDsl<Conn>,
    Row: Manager,
{
    fn load_rows(&mut self, query: Query) -> QueryResult<Vec<Row>> {
        RunQueryDsl::load(query, self)
    }
}

pub trait LoadWith: real::relations::LoadWith {
    #[allow(clippy::type_complexity)]
    fn load_with<'query, T>(
        self,
        conn: &mut impl LoadsWith<'query, Self, Self::Row, T::This>,
    ) -> QueryResult<Vec<(Self::Row, <T as Related<<Self::Row as Manager>::Model>>::Output)>>
    where
        T: Related<<Self::Row as Manager>::Model, This = T>,
    {
        let rows = conn.load_rows(self)?;
        let related = LoadRelated::load_related::<T>(&rows[..], conn)?;
        Ok(rows.into_iter().zip(related).collect())
    }
}

impl<Query: real::relations::LoadWith> LoadWith for Query {}

pub trait LoadRelated<Row: Manager> {
    fn load_related<T>(
        &self,
        conn: &mut impl LoadsRelated<Row::Model, T::This>,
    ) -> QueryResult<Vec<<T as Related<Row::Model>>::Output>>
    where
        T: Related<Row::Model, This = T>;
}

impl<Row: Manager> LoadRelated<Row> for [Row] {
    fn load_related<T>(
        &self,
        conn: &mut impl LoadsRelated<Row::Model, T::This>,
    ) -> QueryResult<Vec<<T as Related<Row::Model>>::Output>>
    where
        T: Related<Row::Model, This = T>,
    {
        let rows: Vec<&Row::Model> = self.iter().map(Manager::as_model).collect();
        conn.related_to(&rows)
    }
}

pub trait LoadsBeside<'query, Query, Row: Manager, P: Plan<Row::Model>> {
    fn rows_beside(&mut self, query: Query, plan: &P) -> QueryResult<Vec<(Row, P::Output)>>;
}

impl<'query, Conn, Query, Row, P> LoadsBeside<'query, Query, Row, P> for Conn
where
    Conn: LoadConnection,
    Query: LoadQuery<'query, Conn, Row> + RunQueryDsl<Conn>,
    Row: Manager,
    P: LoadsPlan<Row::Model, Conn>,
{
    fn rows_beside(&mut self, query: Query, plan: &P) -> QueryResult<Vec<(Row, P::Output)>> {
        let rows: Vec<Row> = RunQueryDsl::load(query, self)?;
        let models: Vec<&Row::Model> = rows.iter().map(Manager::as_model).collect();
        let beside = wait(plan.load_plan(&models, self))?;
        Ok(rows.into_iter().zip(beside).collect())
    }
}

type ModelOf<Q> = <<Q as real::relations::Beside>::Row as Manager>::Model;

pub trait LoadBeside: real::relations::Beside {
    #[allow(clippy::type_complexity)]
    fn load<'query>(
        self,
        conn: &mut impl LoadsBeside<'query, Self::Query, Self::Row, <Self::Plan as Plan<ModelOf<Self>>>::This>,
    ) -> QueryResult<Vec<(Self::Row, <Self::Plan as Plan<ModelOf<Self>>>::Output)>>
    where
        Self::Plan: Plan<ModelOf<Self>, This = Self::Plan>,
    {
        let (query, plan) = self.into_parts();
        conn.rows_beside(query, &plan)
    }
}

impl<Query: real::relations::Beside> LoadBeside for Query {}

pub trait LoadReferences: GenericRef {
    fn load_many<'r, X, Conn>(
        refs: impl IntoIterator<Item = &'r X>,
        conn: &mut Conn,
    ) -> QueryResult<Vec<Option<Self::Row>>>
    where
        X: AsTarget<Self> + Send + Sync + 'r,
        Conn: LoadsTargets<Self> + Send,
    {
        let refs: Vec<&'r X> = refs.into_iter().collect();
        wait(<Self as twins::LoadReferences>::load_many(refs, conn))
    }

    fn load_many_with_deleted<'r, X, Conn>(
        refs: impl IntoIterator<Item = &'r X>,
        conn: &mut Conn,
    ) -> QueryResult<Vec<Option<Self::Row>>>
    where
        X: AsTarget<Self> + Send + Sync + 'r,
        Conn: LoadsTargets<Self> + Send,
    {
        let refs: Vec<&'r X> = refs.into_iter().collect();
        wait(<Self as twins::LoadReferences>::load_many_with_deleted(refs, conn))
    }
}

impl<Ref: GenericRef> LoadReferences for Ref {}
