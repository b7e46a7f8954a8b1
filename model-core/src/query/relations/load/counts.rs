//! Counts the rows that are related to given rows.

use crate::model::Model;
use crate::model::StartOf;
use crate::query::objects::default_scope::SharesScope;
use crate::query::relations::belongs_to::{BelongsTo, KeySql};
use crate::query::relations::load::grouped::{parts, place, places};
use crate::query::relations::load::statement::{KeyCount, Listed, SelectChildren, SelectLinked};
use crate::query::relations::load::{Loads, Related};
use crate::query::relations::related::{Children, IncludingDeleted, Named, OneChild, Referring, Through};
use crate::sql::dialect::Dialect;
use crate::sql::rows::load;
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::QueryFragment;
use std::collections::HashMap;
use std::hash::Hash;
use std::marker::PhantomData;

/// The number of related rows of the relation `T` for each row: one grouped query for all rows.
///
/// SQL: `SELECT article_id, COUNT(*) FROM comments WHERE article_id IN (..) AND deleted_at IS NULL GROUP BY article_id`
#[derive(Debug, Clone, Copy)]
pub struct Count<T>(PhantomData<fn() -> T>);

/// A relation whose rows can be counted: children, linked rows, or rows that refer to a row. Parents cannot be counted:
/// a row has at most one.
pub trait Countable {}

impl<Child, C> Countable for Children<Child, C> {}
impl<Child, C> Countable for OneChild<Child, C> {}
impl<Linked, Link, By, To> Countable for Through<Linked, Link, By, To> {}
impl<Child, C> Countable for Referring<Child, C> {}
impl<T: Countable> Countable for IncludingDeleted<T> {}

/// [`Countable`] over a connection.
pub trait Counts<M: Model, Conn>: Countable {
    /// Counts the related rows for each row, in their order; with `all`, deleted rows too.
    ///
    /// # Errors
    /// Database errors.
    fn count_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<i64>>;
}

impl<M, T> Related<M> for Count<T>
where
    T: Named<M, Relation: Countable>,
{
    type Output = i64;
    type This = Self;
}

impl<M, T, Conn> Loads<M, Conn> for Count<T>
where
    M: Model,
    T: Named<M, Relation: Counts<M, Conn>>,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        T::Relation::count_for(rows, all, conn)
    }
}

impl<M, T, Conn> Counts<M, Conn> for IncludingDeleted<T>
where
    M: Model,
    T: Counts<M, Conn>,
{
    fn count_for(rows: &[&M], _: bool, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        T::count_for(rows, true, conn)
    }
}

impl<M, Child, C, Conn> Counts<M, Conn> for Children<Child, C>
where
    M: Listed<Conn::Backend, Key: Hash + Eq + FromSqlRow<KeySql<M>, Conn::Backend>>,
    Child: BelongsTo<M, C> + Model<Table: QueryFragment<Conn::Backend>, Values: BindValues<Conn::Backend>>,
    StartOf<Child>: SharesScope<M, Child>,
    C: 'static,
    Conn: LoadConnection<Backend: Dialect>,
{
    fn count_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        let shared_scope = StartOf::<Child>::of_rows(rows);
        let mut counts = vec![0; rows.len()];
        for places in places(rows.iter().map(|row| row.key())) {
            let keys: Vec<&M::Key> = places.keys().collect();
            for keys in parts::<Conn::Backend, _>(&keys, M::META.key.len(), shared_scope.len()) {
                let select = SelectChildren::<M, Child, C>::new(keys, all, &shared_scope).counted();
                assign::<M>(&mut counts, &places, load(conn, select)?)?;
            }
        }
        Ok(counts)
    }
}

impl<M, Child, C, Conn> Counts<M, Conn> for OneChild<Child, C>
where
    M: Model,
    Children<Child, C>: Counts<M, Conn>,
{
    fn count_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        Children::<Child, C>::count_for(rows, all, conn)
    }
}

impl<M, Linked, Link, By, To, Conn> Counts<M, Conn> for Through<Linked, Link, By, To>
where
    M: Listed<Conn::Backend, Key: Hash + Eq + FromSqlRow<KeySql<M>, Conn::Backend>>,
    Linked: Model<Table: QueryFragment<Conn::Backend>, Values: BindValues<Conn::Backend>>,
    StartOf<Linked>: SharesScope<M, Linked>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To> + Model<Table: QueryFragment<Conn::Backend>>,
    Conn: LoadConnection<Backend: Dialect>,
{
    fn count_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        let shared_scope = StartOf::<Linked>::of_rows(rows);
        let mut counts = vec![0; rows.len()];
        for places in places(rows.iter().map(|row| row.key())) {
            let keys: Vec<&M::Key> = places.keys().collect();
            for keys in parts::<Conn::Backend, _>(&keys, M::META.key.len(), shared_scope.len()) {
                let select = SelectLinked::<M, Linked, Link, By, To>::new(keys, all, &shared_scope).counted();
                assign::<M>(&mut counts, &places, load(conn, select)?)?;
            }
        }
        Ok(counts)
    }
}

/// Assigns the counts to the rows; a row that the query does not return keeps zero.
fn assign<M>(counts: &mut [i64], places: &HashMap<M::Key, usize>, found: Vec<KeyCount<M>>) -> QueryResult<()>
where
    M: Model<Key: Hash + Eq>,
{
    for KeyCount { key, count } in found {
        counts[place(places, Some(&key))?] = count;
    }
    Ok(())
}

#[cfg(feature = "async")]
#[path = "../../../../twins/query/relations/load/counts.rs"]
pub(crate) mod twin;
