//! Loads the rows that many references refer to: one query for each model.

use crate::model::StartOf;
use crate::query::generic::{AsTarget, GenericRef, KeyFor, Targets};
use crate::query::objects::scope::FullyScoped;
use crate::query::relations::load::grouped::{parts, unasked};
use crate::query::relations::load::statement::{Listed, SelectParents};
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::load_rows;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Loads the rows that references of one kind refer to. Implemented for every [`GenericRef`], and imported with the
/// prelude.
pub trait LoadReferences: GenericRef {
    /// The live rows that references refer to, in the order of the references; none if the row is deleted, or if the
    /// type is unknown. Accepts stored references, or the enum itself.
    ///
    /// One query for each model that occurs, however many references there are (several queries if the bind limit of
    /// the backend requires it).
    ///
    /// SQL: `SELECT .. FROM articles WHERE id IN (..) AND deleted_at IS NULL`
    ///
    /// # Errors
    /// Database errors; a deserialization error when a collation treats two different text keys as equal.
    fn load_many<'r, X, Conn>(
        refs: impl IntoIterator<Item = &'r X>,
        conn: &mut Conn,
    ) -> QueryResult<Vec<Option<Self::Row>>>
    where
        X: AsTarget<Self> + 'r,
        Conn: LoadsTargets<Self>,
    {
        load_many(refs, false, conn)
    }

    /// The same with soft deleted rows: none only if the row does not exist.
    ///
    /// # Errors
    /// As for [`load_many`](Self::load_many).
    fn load_many_with_deleted<'r, X, Conn>(
        refs: impl IntoIterator<Item = &'r X>,
        conn: &mut Conn,
    ) -> QueryResult<Vec<Option<Self::Row>>>
    where
        X: AsTarget<Self> + 'r,
        Conn: LoadsTargets<Self>,
    {
        load_many(refs, true, conn)
    }
}

impl<T: GenericRef> LoadReferences for T {}

/// A connection over which the rows that references of `T` refer to can be loaded.
#[diagnostic::on_unimplemented(
    message = "the rows that a `{T}` refers to cannot be loaded over this connection",
    label = "a type in one of the models does not implement what loading needs",
    note = "every model that it can refer to needs `Clone`, a key with `Hash` and `Eq`, fields with `FromSql` on this \
            backend, and no default scope"
)]
pub trait LoadsTargets<T: GenericRef>: Sized {
    /// The models of the reference.
    type Types: LoadsTypes<T, Self>;
}

#[diagnostic::do_not_recommend]
impl<Conn, T> LoadsTargets<T> for Conn
where
    T: GenericRef<Types: LoadsTypes<T, Conn>>,
{
    type Types = T::Types;
}

/// The models of a generic reference, over a connection.
pub trait LoadsTypes<T: GenericRef, Conn> {
    /// Loads the row of each reference to one of these models into the place of the reference.
    ///
    /// # Errors
    /// Database errors.
    fn load_types(targets: &[Option<&T>], all: bool, rows: &mut [Option<T::Row>], conn: &mut Conn) -> QueryResult<()>;
}

impl<T: GenericRef, Conn> LoadsTypes<T, Conn> for () {
    fn load_types(_: &[Option<&T>], _: bool, _: &mut [Option<T::Row>], _: &mut Conn) -> QueryResult<()> {
        Ok(())
    }
}

impl<T, M, Rest, Conn> LoadsTypes<T, Conn> for (M, Rest)
where
    T: Targets<M>,
    M: Listed<Conn::Backend, Key: Hash + Eq> + RowOn<Conn::Backend> + Clone,
    StartOf<M>: FullyScoped<M>,
    Conn: LoadConnection<Backend: Dialect>,
    Rest: LoadsTypes<T, Conn>,
{
    fn load_types(targets: &[Option<&T>], all: bool, rows: &mut [Option<T::Row>], conn: &mut Conn) -> QueryResult<()> {
        let key =
            |target: &Option<&'_ T>| -> Option<M::Key> { target.and_then(T::key).map(|key| key.as_key().clone()) };
        let keys: HashSet<M::Key> = targets.iter().filter_map(key).collect();
        let mut found: HashMap<M::Key, M> = HashMap::with_capacity(keys.len());
        let listed: Vec<&M::Key> = keys.iter().collect();
        for part in parts::<Conn::Backend, _>(&listed, 1, 0) {
            let select = SelectParents::<M> { keys: part, all, shared_scope: &[] };
            for row in load_rows::<_, _, M>(conn, select)? {
                let key = row.key();
                if !keys.contains(&key) {
                    return Err(unasked());
                }
                found.insert(key, row);
            }
        }
        for (target, row) in targets.iter().zip(rows.iter_mut()) {
            let loaded = target.and_then(T::key).and_then(|key| found.get(key.as_key()));
            if let Some(loaded) = loaded {
                *row = Some(T::of_row(loaded.clone()));
            }
        }
        Rest::load_types(targets, all, rows, conn)
    }
}

/// Loads the rows that references refer to.
pub(crate) fn load_many<'r, T, X, Conn>(
    refs: impl IntoIterator<Item = &'r X>,
    all: bool,
    conn: &mut Conn,
) -> QueryResult<Vec<Option<T::Row>>>
where
    T: GenericRef,
    X: AsTarget<T> + 'r,
    Conn: LoadsTargets<T>,
{
    let targets: Vec<Option<&T>> = refs.into_iter().map(AsTarget::as_target).collect();
    let mut rows: Vec<Option<T::Row>> = targets.iter().map(|_| None).collect();
    Conn::Types::load_types(&targets, all, &mut rows, conn)?;
    Ok(rows)
}

#[cfg(feature = "async")]
#[path = "../../../twins/query/generic/load.rs"]
pub(crate) mod twin;
