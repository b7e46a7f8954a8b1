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
impl<M: Send + Sync, Linked: Send + Sync, Link: Send + Sync, By: Send + Sync, To: Send + Sync, Conn: Send>
    crate::query::relations::load::twin::Loads<M, Conn> for Through<Linked, Link, By, To>
where
    M: Listed<Conn::Backend, Key: Hash + Eq>,
    Linked: Model + RowOn<Conn::Backend>,
    StartOf<Linked>: SharesScope<M, Linked>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To> + RowOn<Conn::Backend>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Vec<Linked>>>> + Send {
        async move {
            let mut found: Vec<Vec<Linked>> = rows.iter().map(|_| Vec::new()).collect();
            let shared_scope = StartOf::<Linked>::of_rows(rows);
            for places in places(rows.iter().map(|row| row.key())) {
                let keys: Vec<&M::Key> = places.keys().collect();
                for keys in parts::<Conn::Backend, _>(&keys, M::META.key.len(), shared_scope.len()) {
                    let select = SelectLinked::<M, Linked, Link, By, To>::new(keys, all, &shared_scope);
                    for WithLink { row, link } in
                        crate::sql::driver::load::<_, _, WithLink<Linked, Link>>(conn, select).await?
                    {
                        let place = place(&places, <Link as BelongsTo<M, By>>::foreign_key(&link).as_deref())?;
                        found[place].push(row);
                    }
                }
            }
            Ok(found)
        }
    }
}
