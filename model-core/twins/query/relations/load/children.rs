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
impl<M: Send + Sync, Child: Send + Sync, C: Send + Sync, Conn: Send> crate::query::relations::load::twin::Loads<M, Conn>
    for Children<Child, C>
where
    M: Listed<Conn::Backend, Key: Hash + Eq>,
    Child: BelongsTo<M, C> + RowOn<Conn::Backend>,
    StartOf<Child>: SharesScope<M, Child>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Vec<Child>>>> + Send {
        async move {
            let mut found: Vec<Vec<Child>> = rows.iter().map(|_| Vec::new()).collect();
            let shared_scope = StartOf::<Child>::of_rows(rows);
            for places in places(rows.iter().map(|row| row.key())) {
                let keys: Vec<&M::Key> = places.keys().collect();
                for keys in parts::<Conn::Backend, _>(&keys, M::META.key.len(), shared_scope.len()) {
                    let select = SelectChildren::<M, Child, C>::new(keys, all, &shared_scope);
                    for child in crate::sql::driver::load_rows::<_, _, Child>(conn, select).await? {
                        let place = place(&places, child.foreign_key().as_deref())?;
                        found[place].push(child);
                    }
                }
            }
            Ok(found)
        }
    }
}

impl<M: Send + Sync, Child: Send + Send + Sync, C: Send + Sync, Conn: Send>
    crate::query::relations::load::twin::Loads<M, Conn> for OneChild<Child, C>
where
    M: Model,
    Child: Send,
    Children<Child, C>: crate::query::relations::load::twin::Loads<M, Conn> + Related<M, Output = Vec<Child>>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Option<Child>>>> + Send {
        async move {
            let found = Children::<Child, C>::load_for(rows, all, conn).await?;
            Ok(found.into_iter().map(|children| children.into_iter().next()).collect())
        }
    }
}
