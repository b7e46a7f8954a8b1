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

use crate::query::relations::load::twin::Loads;
pub trait Counts<M: Model, Conn>: Countable {
    fn count_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<i64>>> + Send;
}

impl<M: Send + Sync, T: Send + Sync, Conn: Send> crate::query::relations::load::twin::Loads<M, Conn> for Count<T>
where
    M: Model,
    T: Named<M, Relation: crate::query::relations::load::counts::twin::Counts<M, Conn>>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<i64>>> + Send {
        async move { T::Relation::count_for(rows, all, conn).await }
    }
}

impl<M: Send + Sync, T: Send + Sync, Conn: Send> crate::query::relations::load::counts::twin::Counts<M, Conn>
    for IncludingDeleted<T>
where
    M: Model,
    T: crate::query::relations::load::counts::twin::Counts<M, Conn>,
{
    fn count_for(
        rows: &[&M],
        _: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<i64>>> + Send {
        async move { T::count_for(rows, true, conn).await }
    }
}

impl<M: Send + Sync, Child: Send + Sync, C: Send + Sync, Conn: Send>
    crate::query::relations::load::counts::twin::Counts<M, Conn> for Children<Child, C>
where
    M: Listed<Conn::Backend, Key: Hash + Eq + FromSqlRow<KeySql<M>, Conn::Backend>>,
    Child: BelongsTo<M, C> + Model<Table: QueryFragment<Conn::Backend>, Values: BindValues<Conn::Backend>>,
    StartOf<Child>: SharesScope<M, Child>,
    C: 'static,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn count_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<i64>>> + Send {
        async move {
            let shared_scope = StartOf::<Child>::of_rows(rows);
            let mut counts = vec![0; rows.len()];
            for places in places(rows.iter().map(|row| row.key())) {
                let keys: Vec<&M::Key> = places.keys().collect();
                for keys in parts::<Conn::Backend, _>(&keys, M::META.key.len(), shared_scope.len()) {
                    let select = SelectChildren::<M, Child, C>::new(keys, all, &shared_scope).counted();
                    assign::<M>(&mut counts, &places, crate::sql::driver::load(conn, select).await?)?;
                }
            }
            Ok(counts)
        }
    }
}

impl<M: Send + Sync, Child: Send + Sync, C: Send + Sync, Conn: Send>
    crate::query::relations::load::counts::twin::Counts<M, Conn> for OneChild<Child, C>
where
    M: Model,
    Children<Child, C>: crate::query::relations::load::counts::twin::Counts<M, Conn>,
{
    fn count_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<i64>>> + Send {
        async move { Children::<Child, C>::count_for(rows, all, conn).await }
    }
}

impl<M: Send + Sync, Linked: Send + Sync, Link: Send + Sync, By: Send + Sync, To: Send + Sync, Conn: Send>
    crate::query::relations::load::counts::twin::Counts<M, Conn> for Through<Linked, Link, By, To>
where
    M: Listed<Conn::Backend, Key: Hash + Eq + FromSqlRow<KeySql<M>, Conn::Backend>>,
    Linked: Model<Table: QueryFragment<Conn::Backend>, Values: BindValues<Conn::Backend>>,
    StartOf<Linked>: SharesScope<M, Linked>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To> + Model<Table: QueryFragment<Conn::Backend>>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn count_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<i64>>> + Send {
        async move {
            let shared_scope = StartOf::<Linked>::of_rows(rows);
            let mut counts = vec![0; rows.len()];
            for places in places(rows.iter().map(|row| row.key())) {
                let keys: Vec<&M::Key> = places.keys().collect();
                for keys in parts::<Conn::Backend, _>(&keys, M::META.key.len(), shared_scope.len()) {
                    let select = SelectLinked::<M, Linked, Link, By, To>::new(keys, all, &shared_scope).counted();
                    assign::<M>(&mut counts, &places, crate::sql::driver::load(conn, select).await?)?;
                }
            }
            Ok(counts)
        }
    }
}
