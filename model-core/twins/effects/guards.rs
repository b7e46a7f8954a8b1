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

pub trait Guards<Conn, M: Model> {
    fn any() -> bool;
    fn any_set(rows: &[M::Values]) -> bool;
    fn check_values(conn: &mut Conn, rows: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn check_restored(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

pub trait GuardsTarget<Conn, M: Model, T> {
    fn check_target(conn: &mut Conn, target: &T) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

impl<Conn: Send, M: Model + Send + Sync> crate::effects::guards::twin::Guards<Conn, M> for () {
    fn any() -> bool {
        false
    }
    fn any_set(_: &[M::Values]) -> bool {
        false
    }
    fn check_values(_: &mut Conn, _: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn check_restored(_: &mut Conn, _: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, M: Model + Send + Sync, T: Send + Sync> crate::effects::guards::twin::GuardsTarget<Conn, M, T> for () {
    fn check_target(_: &mut Conn, _: &T) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, Rest: Send + Sync, P: Send + Sync>
    crate::effects::guards::twin::Guards<Conn, M> for (Reference<P, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
    Rest: crate::effects::guards::twin::Guards<Conn, M>,
{
    fn any() -> bool {
        is_strict::<M, P, C>() || Rest::any()
    }
    fn any_set(rows: &[M::Values]) -> bool {
        let sets = |row| <M as BelongsTo<P, C>>::foreign_key_set(row).is_some();
        is_strict::<M, P, C>() && rows.iter().any(sets) || Rest::any_set(rows)
    }
    fn check_values(conn: &mut Conn, rows: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check_values::<Conn, M, P, C>(conn, rows).await?;
            Rest::check_values(conn, rows).await
        }
    }
    fn check_restored(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check::<Conn, M, P, C, _>(
                conn,
                &Moved::<M> { restoration, model: PhantomData },
            )
            .await?;
            Rest::check_restored(conn, restoration).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, T: Send + Sync, Rest: Send + Sync, P: Send + Sync>
    crate::effects::guards::twin::GuardsTarget<Conn, M, T> for (Reference<P, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
    T: Clause<Conn::Backend> + Sync,
    Rest: crate::effects::guards::twin::GuardsTarget<Conn, M, T>,
{
    fn check_target(conn: &mut Conn, target: &T) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check::<Conn, M, P, C, _>(conn, target).await?;
            Rest::check_target(conn, target).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, Rest: Send + Sync> crate::effects::guards::twin::Guards<Conn, M>
    for (ReferenceWithin<M, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend>,
    M: ModelOn<Conn::Backend>,
    Rest: crate::effects::guards::twin::Guards<Conn, M>,
{
    fn any() -> bool {
        is_strict::<M, M, C>() || Rest::any()
    }
    fn any_set(rows: &[M::Values]) -> bool {
        let sets = |row| <M as BelongsTo<M, C>>::foreign_key_set(row).is_some();
        is_strict::<M, M, C>() && rows.iter().any(sets) || Rest::any_set(rows)
    }
    fn check_values(conn: &mut Conn, rows: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check_values::<Conn, M, M, C>(conn, rows).await?;
            Rest::check_values(conn, rows).await
        }
    }
    fn check_restored(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check::<Conn, M, M, C, _>(
                conn,
                &Moved::<M> { restoration, model: PhantomData },
            )
            .await?;
            Rest::check_restored(conn, restoration).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, T: Send + Sync, Rest: Send + Sync>
    crate::effects::guards::twin::GuardsTarget<Conn, M, T> for (ReferenceWithin<M, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend>,
    M: ModelOn<Conn::Backend>,
    T: Clause<Conn::Backend> + Sync,
    Rest: crate::effects::guards::twin::GuardsTarget<Conn, M, T>,
{
    fn check_target(conn: &mut Conn, target: &T) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check::<Conn, M, M, C, _>(conn, target).await?;
            Rest::check_target(conn, target).await
        }
    }
}

pub(crate) fn check_values<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    rows: &[M::Values],
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
{
    async move {
        if !is_strict::<M, P, C>() {
            return Ok(());
        }
        let named = rows.iter().filter_map(M::foreign_key_set).map(|key| (key.text(), key));
        let named: HashMap<String, &P::Key> = named.collect();
        let keys: Vec<P::Key> = named.into_values().cloned().collect();
        for keys in keys.chunks(per_statement::<Conn::Backend>(1, 0)) {
            let found =
                refuse::<M, P, C>(crate::sql::driver::load(conn, States::<M, P, _>::new(KeyList::<P>(keys))).await?)?;
            if const { M::WRITES_PARENTS && Conn::Backend::LOCKS_ARE_LOCAL } {
                crate::effects::written::twin::write_parents::<Conn, P>(conn, keys, found).await?;
            }
        }
        Ok(())
    }
}

pub(crate) fn check<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync, T: Send + Sync>(
    conn: &mut Conn,
    target: &T,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
    T: Clause<Conn::Backend> + Sync,
{
    async move {
        if !is_strict::<M, P, C>() {
            return Ok(());
        }
        refuse::<M, P, C>(
            crate::sql::driver::load(conn, States::<M, P, _>::new(ParentsOf::<M, P, C, T>::new(target))).await?,
        )?;
        if const { M::WRITES_PARENTS && Conn::Backend::LOCKS_ARE_LOCAL } {
            let parents: Vec<P> =
                crate::sql::driver::load_rows(conn, Select::<P, _>::locked(&ParentsOf::<M, P, C, T>::new(target)))
                    .await?;
            let keys: Vec<P::Key> = parents.iter().map(Model::key).collect();
            for keys in keys.chunks(per_statement::<Conn::Backend>(1, 0)) {
                crate::effects::written::twin::write_parents::<Conn, P>(conn, keys, keys.len()).await?;
            }
        }
        Ok(())
    }
}
