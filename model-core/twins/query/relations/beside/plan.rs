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
    message = "`{Self}` cannot be read beside rows of `{M}` over this connection",
    label = "a type in one of the models does not implement what this needs",
    note = "related rows need `Clone`, keys need `Hash` and `Eq`, every field needs `FromSql` on this backend, and the \
            result of an aggregate must be one that its SQL type can be read as; rows with a default scope can only be \
            read beside rows that have the same scope"
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
            for keys_of_part in parts::<Conn::Backend, _>(&listed, shared_scope.len() + BESIDE_KEYS) {
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
            for keys in parts::<Conn::Backend, _>(&listed, shared_scope.len() + BESIDE_KEYS) {
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
