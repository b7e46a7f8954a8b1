// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded together with rows of `{M}` over this connection",
    label = "a type in one of the models does not implement what this needs",
    note = "related rows need `Clone`, keys need `Hash` and `Eq`, every field needs `FromSql` on this backend, and the \
            Rust type of an aggregate must match its SQL type; rows with a default scope can only be loaded together \
            with rows that have the same scope"
)]
pub trait LoadsPlan<M: Model, Conn>: Plan<M> {
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send;
}

pub trait NestsOn<Row: Manager, Conn>: Nests<Row> {
    fn join(
        &self,
        rows: Vec<Row>,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Joined>>> + Send;
}

impl<Row: Manager + Clone + Send + Sync, Conn: Send> crate::query::relations::beside::plan::twin::NestsOn<Row, Conn>
    for Alone
{
    fn join(&self, rows: Vec<Row>, _: &mut Conn) -> impl ::std::future::Future<Output = QueryResult<Vec<Row>>> + Send {
        async move { Ok(rows) }
    }
}

impl<Row: Send + Sync, P: Send + Sync, Conn: Send> crate::query::relations::beside::plan::twin::NestsOn<Row, Conn>
    for Nested<P>
where
    Row: Manager + Clone,
    P: crate::query::relations::beside::plan::twin::LoadsPlan<Row::Model, Conn>
        + Plan<Row::Model, Output: Clone + Sync>,
{
    fn join(
        &self,
        rows: Vec<Row>,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<(Row, P::Output)>>> + Send {
        async move {
            let models: Vec<&Row::Model> = rows.iter().map(Manager::as_model).collect();
            let beside = self.0.load_plan(&models, conn).await?;
            Ok(rows.into_iter().zip(beside).collect())
        }
    }
}

impl<
    M: Send + Sync,
    T: Send + Sync,
    Row: Send + Sync,
    Where: Send + Sync,
    Order: Send + Sync,
    Nest: Send + Sync,
    Conn: Send,
> crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for RelatedRows<T, Row, Where, Order, Nest>
where
    M: Model,
    T: Named<M, Relation: Route<M, Conn::Backend>>,
    Row: RowOn<Conn::Backend>
        + Manager<Filter: Restricts<Collected<()>, Output: Conditions<Conn::Backend> + Send + Sync>>,
    StartOf<Row::Model>: SharesScope<M, Row::Model>,
    Where: Conditions<Conn::Backend>,
    Order: OrdersOn<Row, Conn::Backend>,
    Nest: crate::query::relations::beside::plan::twin::NestsOn<Row, Conn>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let places = places(rows.iter().map(|row| T::Relation::key(row)));
            let shared_scope = StartOf::<Row::Model>::of_rows(rows);
            let kept = Row::Filter::restrict(Collected(()));
            let listed: Vec<_> = places.keys().collect();
            let (mut related, mut keys) = (Vec::new(), Vec::new());
            for keys_of_part in
                parts::<Conn::Backend, _>(&listed, T::Relation::COLUMNS, shared_scope.len() + BESIDE_KEYS)
            {
                let select = SelectRelated {
                    source: Source::<M, T::Relation, _, Row, _, _> {
                        keys: keys_of_part,
                        all: self.all,
                        shared_scope: &shared_scope,
                        kept: &kept,
                        filter: &self.filter,
                        relation: PhantomData,
                    },
                    order: &self.order,
                    limit: self.limit,
                };
                for found in crate::sql::driver::load::<_, _, Keyed<Row, M, T::Relation, _>>(conn, select).await? {
                    related.push(found.row);
                    keys.push(found.key);
                }
            }
            let joined = self.nested.join(related, conn).await?;
            let mut lists: Vec<Vec<Nest::Joined>> = rows.iter().map(|_| Vec::new()).collect();
            for (row, key) in joined.into_iter().zip(&keys) {
                give(places_of(&places, key, T::Relation::SKIPS_OTHERS)?, row, |place, row| lists[place].push(row));
            }
            Ok(lists.into_iter().map(T::Relation::gather).collect())
        }
    }
}

impl<M: Send + Sync, T: Send + Sync, Row: Send + Sync, Where: Send + Sync, A: Send + Sync, Conn: Send>
    crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for Aggregated<T, Row, Where, A>
where
    M: Model,
    T: Named<M, Relation: Route<M, Conn::Backend>>,
    Row: RowOn<Conn::Backend>
        + Manager<Filter: Restricts<Collected<()>, Output: Conditions<Conn::Backend> + Send + Sync>>,
    StartOf<Row::Model>: SharesScope<M, Row::Model>,
    Where: Conditions<Conn::Backend>,
    A: AggregateOn<Conn::Backend>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<A::Output>>> + Send {
        async move {
            let places = places(rows.iter().map(|row| T::Relation::key(row)));
            let shared_scope = StartOf::<Row::Model>::of_rows(rows);
            let kept = Row::Filter::restrict(Collected(()));
            let listed: Vec<_> = places.keys().collect();
            let mut results = vec![A::none(); rows.len()];
            for keys in parts::<Conn::Backend, _>(&listed, T::Relation::COLUMNS, shared_scope.len() + BESIDE_KEYS) {
                let select = SelectAggregate {
                    source: Source::<M, T::Relation, _, Row, _, _> {
                        keys,
                        all: self.all,
                        shared_scope: &shared_scope,
                        kept: &kept,
                        filter: &self.filter,
                        relation: PhantomData,
                    },
                    aggregate: &self.aggregate,
                };
                for found in
                    crate::sql::driver::load::<_, _, KeyAggregate<A, M, T::Relation, _, A::Output>>(conn, select)
                        .await?
                {
                    let places = places_of(&places, &found.key, T::Relation::SKIPS_OTHERS)?;
                    give(places, found.result, |place, result| results[place] = result);
                }
            }
            Ok(results)
        }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync> crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for (A,)
where
    M: Model,
    A: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let (A,) = self;
            let mut A = A.load_plan(rows, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A),) = (A.next(),) {
                loaded.push((A,));
            }
            Ok(loaded)
        }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync, B: Send + Sync>
    crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for (A, B)
where
    M: Model,
    A: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    B: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let (A, B) = self;
            let mut A = A.load_plan(rows, conn).await?.into_iter();
            let mut B = B.load_plan(rows, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B)) = (A.next(), B.next()) {
                loaded.push((A, B));
            }
            Ok(loaded)
        }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync, B: Send + Sync, C: Send + Sync>
    crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for (A, B, C)
where
    M: Model,
    A: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    B: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    C: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let (A, B, C) = self;
            let mut A = A.load_plan(rows, conn).await?.into_iter();
            let mut B = B.load_plan(rows, conn).await?.into_iter();
            let mut C = C.load_plan(rows, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C)) = (A.next(), B.next(), C.next()) {
                loaded.push((A, B, C));
            }
            Ok(loaded)
        }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync, B: Send + Sync, C: Send + Sync, D: Send + Sync>
    crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for (A, B, C, D)
where
    M: Model,
    A: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    B: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    C: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    D: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let (A, B, C, D) = self;
            let mut A = A.load_plan(rows, conn).await?.into_iter();
            let mut B = B.load_plan(rows, conn).await?.into_iter();
            let mut C = C.load_plan(rows, conn).await?.into_iter();
            let mut D = D.load_plan(rows, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C), Some(D)) = (A.next(), B.next(), C.next(), D.next()) {
                loaded.push((A, B, C, D));
            }
            Ok(loaded)
        }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync, B: Send + Sync, C: Send + Sync, D: Send + Sync, E: Send + Sync>
    crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for (A, B, C, D, E)
where
    M: Model,
    A: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    B: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    C: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    D: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    E: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let (A, B, C, D, E) = self;
            let mut A = A.load_plan(rows, conn).await?.into_iter();
            let mut B = B.load_plan(rows, conn).await?.into_iter();
            let mut C = C.load_plan(rows, conn).await?.into_iter();
            let mut D = D.load_plan(rows, conn).await?.into_iter();
            let mut E = E.load_plan(rows, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C), Some(D), Some(E)) = (A.next(), B.next(), C.next(), D.next(), E.next())
            {
                loaded.push((A, B, C, D, E));
            }
            Ok(loaded)
        }
    }
}

impl<
    M: Send + Sync,
    Conn: Send,
    A: Send + Sync,
    B: Send + Sync,
    C: Send + Sync,
    D: Send + Sync,
    E: Send + Sync,
    F: Send + Sync,
> crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for (A, B, C, D, E, F)
where
    M: Model,
    A: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    B: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    C: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    D: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    E: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    F: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let (A, B, C, D, E, F) = self;
            let mut A = A.load_plan(rows, conn).await?.into_iter();
            let mut B = B.load_plan(rows, conn).await?.into_iter();
            let mut C = C.load_plan(rows, conn).await?.into_iter();
            let mut D = D.load_plan(rows, conn).await?.into_iter();
            let mut E = E.load_plan(rows, conn).await?.into_iter();
            let mut F = F.load_plan(rows, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C), Some(D), Some(E), Some(F)) =
                (A.next(), B.next(), C.next(), D.next(), E.next(), F.next())
            {
                loaded.push((A, B, C, D, E, F));
            }
            Ok(loaded)
        }
    }
}

impl<
    M: Send + Sync,
    Conn: Send,
    A: Send + Sync,
    B: Send + Sync,
    C: Send + Sync,
    D: Send + Sync,
    E: Send + Sync,
    F: Send + Sync,
    G: Send + Sync,
> crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for (A, B, C, D, E, F, G)
where
    M: Model,
    A: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    B: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    C: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    D: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    E: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    F: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    G: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let (A, B, C, D, E, F, G) = self;
            let mut A = A.load_plan(rows, conn).await?.into_iter();
            let mut B = B.load_plan(rows, conn).await?.into_iter();
            let mut C = C.load_plan(rows, conn).await?.into_iter();
            let mut D = D.load_plan(rows, conn).await?.into_iter();
            let mut E = E.load_plan(rows, conn).await?.into_iter();
            let mut F = F.load_plan(rows, conn).await?.into_iter();
            let mut G = G.load_plan(rows, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C), Some(D), Some(E), Some(F), Some(G)) =
                (A.next(), B.next(), C.next(), D.next(), E.next(), F.next(), G.next())
            {
                loaded.push((A, B, C, D, E, F, G));
            }
            Ok(loaded)
        }
    }
}

impl<
    M: Send + Sync,
    Conn: Send,
    A: Send + Sync,
    B: Send + Sync,
    C: Send + Sync,
    D: Send + Sync,
    E: Send + Sync,
    F: Send + Sync,
    G: Send + Sync,
    H: Send + Sync,
> crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn> for (A, B, C, D, E, F, G, H)
where
    M: Model,
    A: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    B: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    C: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    D: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    E: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    F: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    G: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
    H: crate::query::relations::beside::plan::twin::LoadsPlan<M, Conn>,
{
    fn load_plan(
        &self,
        rows: &[&M],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let (A, B, C, D, E, F, G, H) = self;
            let mut A = A.load_plan(rows, conn).await?.into_iter();
            let mut B = B.load_plan(rows, conn).await?.into_iter();
            let mut C = C.load_plan(rows, conn).await?.into_iter();
            let mut D = D.load_plan(rows, conn).await?.into_iter();
            let mut E = E.load_plan(rows, conn).await?.into_iter();
            let mut F = F.load_plan(rows, conn).await?.into_iter();
            let mut G = G.load_plan(rows, conn).await?.into_iter();
            let mut H = H.load_plan(rows, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C), Some(D), Some(E), Some(F), Some(G), Some(H)) =
                (A.next(), B.next(), C.next(), D.next(), E.next(), F.next(), G.next(), H.next())
            {
                loaded.push((A, B, C, D, E, F, G, H));
            }
            Ok(loaded)
        }
    }
}
