//! Loads the related rows of a plan for given rows: one query for each relation and level.

use crate::model::{Manager, Model, StartOf};
use crate::query::objects::default_scope::SharesScope;
use crate::query::objects::scope::Restricts;
use crate::query::relations::beside::aggregate::{Aggregate, AggregateOn, Aggregated};
use crate::query::relations::beside::conditions::{Collected, Conditions, OrdersOn};
use crate::query::relations::beside::route::{Finds, Route};
use crate::query::relations::beside::statement::{KeyAggregate, Keyed, SelectAggregate, SelectRelated, Source};
use crate::query::relations::beside::{Alone, Nested, RelatedRows};
use crate::query::relations::load::grouped::{parts, unasked};
use crate::query::relations::related::Named;
use crate::sql::dialect::Dialect;
use crate::sql::limit::BESIDE_KEYS;
use crate::sql::on::RowOn;
use crate::sql::rows::load;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use std::collections::HashMap;
use std::hash::Hash;
use std::marker::PhantomData;

/// What can be loaded with each row of `M`: related rows, an aggregate of them, or a tuple of up to eight of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded together with rows of `{M}`",
    label = "expected `related::<..>()` with a relation of `{M}`, an aggregate of it, or a tuple of these"
)]
pub trait Plan<M> {
    /// The result for each row.
    type Output: Send;
    /// The type itself. If `Plan` does not hold, the compiler reports only that, and nothing about the connection.
    type This;
}

/// Every type, if `Given` is a type at all. If the compiler does not find `Given`, it reports nothing about this.
pub trait Itself<Given> {
    /// The type itself.
    type It;
}

impl<Given, X> Itself<Given> for X {
    type It = X;
}

/// [`Plan`] over a connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded together with rows of `{M}` over this connection",
    label = "a type in one of the models does not implement what this needs",
    note = "related rows need `Clone`, keys need `Hash` and `Eq`, every field needs `FromSql` on this backend, and the \
            Rust type of an aggregate must match its SQL type; rows with a default scope can only be loaded together \
            with rows that have the same scope"
)]
pub trait LoadsPlan<M: Model, Conn>: Plan<M> {
    /// Loads it for each row, in the order of the rows.
    ///
    /// # Errors
    /// Database errors.
    fn load_plan(&self, rows: &[&M], conn: &mut Conn) -> QueryResult<Vec<Self::Output>>;
}

/// The rows that are loaded with each related row, as `Alone` or `Nested`.
pub trait Nests<Row: Manager> {
    /// The row, and the rows loaded with it.
    type Joined: Clone + Send + Sync;
}

/// [`Nests`] over a connection.
pub trait NestsOn<Row: Manager, Conn>: Nests<Row> {
    /// Loads it for these rows.
    ///
    /// # Errors
    /// Database errors.
    fn join(&self, rows: Vec<Row>, conn: &mut Conn) -> QueryResult<Vec<Self::Joined>>;
}

impl<Row: Manager + Clone> Nests<Row> for Alone {
    type Joined = Row;
}

impl<Row: Manager + Clone, Conn> NestsOn<Row, Conn> for Alone {
    fn join(&self, rows: Vec<Row>, _: &mut Conn) -> QueryResult<Vec<Row>> {
        Ok(rows)
    }
}

impl<Row, P> Nests<Row> for Nested<P>
where
    Row: Manager + Clone,
    P: Plan<Row::Model, Output: Clone + Sync>,
{
    type Joined = (Row, P::Output);
}

impl<Row, P, Conn> NestsOn<Row, Conn> for Nested<P>
where
    Row: Manager + Clone,
    P: LoadsPlan<Row::Model, Conn> + Plan<Row::Model, Output: Clone + Sync>,
{
    fn join(&self, rows: Vec<Row>, conn: &mut Conn) -> QueryResult<Vec<(Row, P::Output)>> {
        let models: Vec<&Row::Model> = rows.iter().map(Manager::as_model).collect();
        let beside = self.0.load_plan(&models, conn)?;
        Ok(rows.into_iter().zip(beside).collect())
    }
}

impl<M, T, Row, Where, Order, Nest> Plan<M> for RelatedRows<T, Row, Where, Order, Nest>
where
    T: Named<M, Relation: Finds>,
    Row: Manager,
    Nest: Nests<Row>,
{
    type Output = <T::Relation as Finds>::Found<Nest::Joined>;
    type This = <Self as Itself<(T::Relation, Nest::Joined)>>::It;
}

impl<M, T, Row, Where, Order, Nest, Conn> LoadsPlan<M, Conn> for RelatedRows<T, Row, Where, Order, Nest>
where
    M: Model,
    T: Named<M, Relation: Route<M, Conn::Backend>>,
    Row: RowOn<Conn::Backend>
        + Manager<Filter: Restricts<Collected<()>, Output: Conditions<Conn::Backend> + Send + Sync>>,
    StartOf<Row::Model>: SharesScope<M, Row::Model>,
    Where: Conditions<Conn::Backend>,
    Order: OrdersOn<Row, Conn::Backend>,
    Nest: NestsOn<Row, Conn>,
    Conn: LoadConnection<Backend: Dialect>,
{
    fn load_plan(&self, rows: &[&M], conn: &mut Conn) -> QueryResult<Vec<Self::Output>> {
        let places = places(rows.iter().map(|row| T::Relation::key(row)));
        let shared_scope = StartOf::<Row::Model>::of_rows(rows);
        let kept = Row::Filter::restrict(Collected(()));
        let listed: Vec<_> = places.keys().collect();
        let (mut related, mut keys) = (Vec::new(), Vec::new());
        for keys_of_part in parts::<Conn::Backend, _>(&listed, T::Relation::COLUMNS, shared_scope.len() + BESIDE_KEYS) {
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
            for found in load::<_, _, Keyed<Row, M, T::Relation, _>>(conn, select)? {
                related.push(found.row);
                keys.push(found.key);
            }
        }
        let joined = self.nested.join(related, conn)?;
        let mut lists: Vec<Vec<Nest::Joined>> = rows.iter().map(|_| Vec::new()).collect();
        for (row, key) in joined.into_iter().zip(&keys) {
            give(places_of(&places, key, T::Relation::SKIPS_OTHERS)?, row, |place, row| lists[place].push(row));
        }
        Ok(lists.into_iter().map(T::Relation::gather).collect())
    }
}

impl<M, T, Row, Where, A> Plan<M> for Aggregated<T, Row, Where, A>
where
    T: Named<M>,
    A: Aggregate,
{
    type Output = A::Output;
    type This = <Self as Itself<T::Relation>>::It;
}

impl<M, T, Row, Where, A, Conn> LoadsPlan<M, Conn> for Aggregated<T, Row, Where, A>
where
    M: Model,
    T: Named<M, Relation: Route<M, Conn::Backend>>,
    Row: RowOn<Conn::Backend>
        + Manager<Filter: Restricts<Collected<()>, Output: Conditions<Conn::Backend> + Send + Sync>>,
    StartOf<Row::Model>: SharesScope<M, Row::Model>,
    Where: Conditions<Conn::Backend>,
    A: AggregateOn<Conn::Backend>,
    Conn: LoadConnection<Backend: Dialect>,
{
    fn load_plan(&self, rows: &[&M], conn: &mut Conn) -> QueryResult<Vec<A::Output>> {
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
            for found in load::<_, _, KeyAggregate<A, M, T::Relation, _, A::Output>>(conn, select)? {
                let places = places_of(&places, &found.key, T::Relation::SKIPS_OTHERS)?;
                give(places, found.result, |place, result| results[place] = result);
            }
        }
        Ok(results)
    }
}

/// The places of each key among the rows. A key that occurs twice is loaded once.
fn places<K: Hash + Eq>(keys: impl Iterator<Item = Option<K>>) -> HashMap<K, Vec<usize>> {
    let mut places: HashMap<K, Vec<usize>> = HashMap::new();
    for (place, key) in keys.enumerate() {
        if let Some(key) = key {
            places.entry(key).or_default().push(place);
        }
    }
    places
}

/// The places of a key that the database returned.
fn places_of<'p, K: Hash + Eq>(
    places: &'p HashMap<K, Vec<usize>>,
    key: &K,
    skips_others: bool,
) -> QueryResult<&'p [usize]> {
    match places.get(key) {
        Some(places) => Ok(places),
        None if skips_others => Ok(&[]),
        None => Err(unasked()),
    }
}

/// Assigns a value to each of these places.
fn give<X: Clone>(places: &[usize], value: X, mut to: impl FnMut(usize, X)) {
    let Some((last, others)) = places.split_last() else { return };
    for place in others {
        to(*place, value.clone());
    }
    to(*last, value);
}

macro_rules! tuples {
    ($($($part:ident)+;)+) => {$(
        impl<M, $($part: Plan<M>),+> Plan<M> for ($($part,)+) {
            type Output = ($($part::Output,)+);
            type This = <Self as Itself<($($part::This,)+)>>::It;
        }

        impl<M, Conn, $($part),+> LoadsPlan<M, Conn> for ($($part,)+)
        where
            M: Model,
            $($part: LoadsPlan<M, Conn>,)+
        {
            #[allow(non_snake_case)]
            fn load_plan(&self, rows: &[&M], conn: &mut Conn) -> QueryResult<Vec<Self::Output>> {
                let ($($part,)+) = self;
                $(let mut $part = $part.load_plan(rows, conn)?.into_iter();)+
                let mut loaded = Vec::with_capacity(rows.len());
                while let ($(Some($part),)+) = ($($part.next(),)+) {
                    loaded.push(($($part,)+));
                }
                Ok(loaded)
            }
        }
    )+};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

#[cfg(feature = "async")]
#[path = "../../../../twins/query/relations/beside/plan.rs"]
pub(crate) mod twin;
