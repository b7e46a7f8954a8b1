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

pub(crate) fn touch_parents<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    rows: &[&M],
    named: &[M::Values],
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
{
    async move {
        let Some(column) = M::TOUCHES else { return Ok(()) };
        let of_rows = rows.iter().filter_map(|row| row.foreign_key());
        let keys = of_rows.chain(named.iter().filter_map(M::foreign_key_set));
        let keys: BTreeMap<String, P::Key> = keys.map(|key| (key.text(), key.into_owned())).collect();
        let keys: Vec<P::Key> = keys.into_values().collect();
        for keys in keys.chunks(per_statement::<Conn::Backend>(P::META.key.len(), 0)) {
            crate::sql::driver::execute(
                conn,
                CountUp::<P, _> { column, parents: KeyList::<P>(keys.to_vec()), model: PhantomData },
            )
            .await?;
        }
        Ok(())
    }
}

pub(crate) fn touch_moved<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    operation: Uuid,
    deleted: bool,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
{
    async move {
        let Some(column) = M::TOUCHES else { return Ok(()) };
        let moved = Moved::<M> { operation, deleted, model: PhantomData };
        let parents = ParentsOf { target: &moved, foreign_key: M::FOREIGN_KEY, model: PhantomData::<fn() -> M> };
        crate::sql::driver::execute(conn, CountUp::<P, _> { column, parents, model: PhantomData }).await?;
        Ok(())
    }
}
