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

use crate::effects::guards::twin::Guards;
use crate::effects::hard_delete::twin::HardDeletesOwned;
use crate::write::backend::twin::StoresSets;
pub trait Deletes<Conn, M: Model>: DeletionPolicy {
    const DELETES_OTHERS: bool;
    const HARD_DELETES_OTHERS: bool;
    const OWNS: bool;
    fn delete_others(
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Impact>>> + Send;
    fn restore_others(
        conn: &mut Conn,
        deletion: Uuid,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn check_others(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn above(row: &M) -> Vec<Cow<'_, M::Key>>;
    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn hard_delete_others(
        conn: &mut Conn,
        rows: &[M],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send;
}

impl<Conn: Send, M: Send + Sync, O: Send + Sync> crate::effects::delete::twin::Deletes<Conn, M> for Soft<O>
where
    M: Model,
    O: crate::effects::delete::twin::DeletesOwned<Conn, M>
        + crate::effects::hard_delete::twin::HardDeletesOwned<Conn, M>
        + 'static,
{
    const DELETES_OTHERS: bool = <O as crate::effects::delete::twin::DeletesOwned<Conn, M>>::ANY;
    const HARD_DELETES_OTHERS: bool = <O as crate::effects::hard_delete::twin::HardDeletesOwned<Conn, M>>::ANY;
    const OWNS: bool = O::OWNS;
    fn delete_others(
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Impact>>> + Send {
        async move {
            let mut count = 0;
            loop {
                match O::delete_level(conn, operation).await? {
                    0 => break,
                    level => count += level,
                }
            }
            let mut impacts = Vec::new();
            if count > 0 {
                impacts.push(Impact::of(M::META.name, count, Effect::Deleted));
            }
            O::delete(conn, operation, &mut impacts).await?;
            Ok(impacts)
        }
    }
    fn restore_others(
        conn: &mut Conn,
        deletion: Uuid,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            while O::restore_level(conn, deletion, operation).await? > 0 {}
            O::restore(conn, deletion, operation).await
        }
    }
    fn check_others(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { O::check(conn, restoration).await }
    }
    fn above(row: &M) -> Vec<Cow<'_, M::Key>> {
        let mut keys = Vec::new();
        O::above(row, &mut keys);
        keys
    }
    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { O::check_all_live(conn, keys).await }
    }
    fn hard_delete_others(
        conn: &mut Conn,
        rows: &[M],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send {
        async move { O::hard_delete_all(conn, rows, operation).await }
    }
}

impl<Conn: Send, M: Send + Sync, O: Send + Sync> crate::effects::delete::twin::Deletes<Conn, M> for Hard<O>
where
    M: Model,
    O: crate::effects::hard_delete::twin::HardDeletesOwned<Conn, M> + 'static,
{
    const DELETES_OTHERS: bool = false;
    const HARD_DELETES_OTHERS: bool = O::ANY;
    const OWNS: bool = O::OWNS;
    fn delete_others(
        _: &mut Conn,
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Impact>>> + Send {
        async move { Ok(Vec::new()) }
    }
    fn restore_others(
        _: &mut Conn,
        _: Uuid,
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn check_others(_: &mut Conn, _: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn above(row: &M) -> Vec<Cow<'_, M::Key>> {
        let mut keys = Vec::new();
        O::above(row, &mut keys);
        keys
    }
    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { O::check_all_live(conn, keys).await }
    }
    fn hard_delete_others(
        conn: &mut Conn,
        rows: &[M],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send {
        async move { O::hard_delete_all(conn, rows, operation).await }
    }
}

pub trait DeletesOwned<Conn, P: Model> {
    const ANY: bool;
    fn delete_level(
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn delete(
        conn: &mut Conn,
        operation: Operation<'_>,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn restore_level(
        conn: &mut Conn,
        deletion: Uuid,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn restore(
        conn: &mut Conn,
        deletion: Uuid,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn check(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

impl<Conn: Send, P: Model + Send + Sync> crate::effects::delete::twin::DeletesOwned<Conn, P> for () {
    const ANY: bool = false;
    fn delete_level(_: &mut Conn, _: Operation<'_>) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { Ok(0) }
    }
    fn delete(
        _: &mut Conn,
        _: Operation<'_>,
        _: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn restore_level(
        _: &mut Conn,
        _: Uuid,
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { Ok(0) }
    }
    fn restore(_: &mut Conn, _: Uuid, _: Operation<'_>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn check(_: &mut Conn, _: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, P: Send + Sync, O: Send + Sync, Rest: Send + Sync> crate::effects::delete::twin::DeletesOwned<Conn, P>
    for (O, Rest)
where
    P: Model,
    O: crate::effects::delete::twin::DeletesRows<Conn, P>,
    Rest: crate::effects::delete::twin::DeletesOwned<Conn, P>,
{
    const ANY: bool = O::TOUCHED || Rest::ANY;
    fn delete_level(
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { Ok(O::delete_level(conn, operation).await? + Rest::delete_level(conn, operation).await?) }
    }
    fn delete(
        conn: &mut Conn,
        operation: Operation<'_>,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            impacts.extend(O::delete(conn, operation).await?);
            Rest::delete(conn, operation, impacts).await
        }
    }
    fn restore_level(
        conn: &mut Conn,
        deletion: Uuid,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            Ok(O::restore_level(conn, deletion, operation).await?
                + Rest::restore_level(conn, deletion, operation).await?)
        }
    }
    fn restore(
        conn: &mut Conn,
        deletion: Uuid,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            O::restore(conn, deletion, operation).await?;
            Rest::restore(conn, deletion, operation).await
        }
    }
    fn check(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            O::check(conn, restoration).await?;
            Rest::check(conn, restoration).await
        }
    }
}

pub trait DeletesRows<Conn, P: Model> {
    const TOUCHED: bool = true;
    fn delete_level(_: &mut Conn, _: Operation<'_>) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { Ok(0) }
    }
    fn delete(_: &mut Conn, _: Operation<'_>) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move { Ok(None) }
    }
    fn restore_level(
        _: &mut Conn,
        _: Uuid,
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { Ok(0) }
    }
    fn restore(_: &mut Conn, _: Uuid, _: Operation<'_>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn check(_: &mut Conn, _: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

pub(crate) fn delete_rows<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    async move {
        let values = filled::<M>(&operation, Values::fill_delete)?;
        let target = ByFilter::new(InBatch { deletion: operation.deletion, live: true, relation: PhantomData });
        <Conn::Backend as crate::write::backend::twin::StoresSets<Conn, M, _>>::update(
            conn,
            Rules::DELETE,
            target,
            values,
            operation,
        )
        .await
    }
}

pub(crate) fn restore_rows<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    deletion: Uuid,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, Restored<M, P, C>>>,
{
    async move {
        let values = filled::<M>(&operation, Values::fill_restore)?;
        let target = ByFilter::new(Restored { deletion, restoration: operation.deletion, relation: PhantomData });
        <Conn::Backend as crate::write::backend::twin::StoresSets<Conn, M, _>>::update(
            conn,
            Rules::RESTORE,
            target,
            values,
            operation,
        )
        .await
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync> crate::effects::delete::twin::DeletesRows<Conn, P>
    for Owned<M, C, Cascade>
where
    P: Model,
    M: HasDeletionBatch
        + BelongsTo<P, C>
        + Model<
            Deletion: crate::effects::delete::twin::Deletes<Conn, M>,
            References: crate::effects::guards::twin::Guards<Conn, M>,
        >,
    Conn: crate::sql::driver::Driver<
            Backend: crate::write::backend::twin::StoresSets<Conn, M, InBatch<M, P, C>>
                         + crate::write::backend::twin::StoresSets<Conn, M, Restored<M, P, C>>,
        >,
{
    fn delete(
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            let count = crate::effects::delete::twin::delete_rows::<Conn, M, P, C>(conn, operation).await?;
            if count == 0 {
                return Ok(None);
            }
            <M::References as crate::effects::guards::twin::Guards<Conn, M>>::touch_moved(
                conn,
                operation.deletion,
                true,
            )
            .await?;
            let children = M::Deletion::delete_others(conn, operation).await?;
            Ok(Some(Impact { children, ..Impact::of(M::META.name, count, Effect::Deleted) }))
        }
    }
    fn restore(
        conn: &mut Conn,
        deletion: Uuid,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            match crate::effects::delete::twin::restore_rows::<Conn, M, P, C>(conn, deletion, operation).await? {
                0 => Ok(()),
                _ => {
                    <M::References as crate::effects::guards::twin::Guards<Conn, M>>::touch_moved(
                        conn,
                        operation.deletion,
                        false,
                    )
                    .await?;
                    M::Deletion::restore_others(conn, deletion, operation).await
                }
            }
        }
    }
    fn check(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            <M::References as crate::effects::guards::twin::Guards<Conn, M>>::check_restored(conn, restoration).await?;
            M::Deletion::check_others(conn, restoration).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync> crate::effects::delete::twin::DeletesRows<Conn, M>
    for Owned<M, C, CascadeWithin>
where
    M: HasDeletionBatch + BelongsTo<M, C>,
    M::References: crate::effects::guards::twin::Guards<Conn, M>,
    Conn: crate::sql::driver::Driver<
            Backend: crate::write::backend::twin::StoresSets<Conn, M, InBatch<M, M, C>>
                         + crate::write::backend::twin::StoresSets<Conn, M, Restored<M, M, C>>,
        >,
{
    fn delete_level(
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let count = crate::effects::delete::twin::delete_rows::<Conn, M, M, C>(conn, operation).await?;
            if count > 0 {
                <M::References as crate::effects::guards::twin::Guards<Conn, M>>::touch_moved(
                    conn,
                    operation.deletion,
                    true,
                )
                .await?;
            }
            Ok(count)
        }
    }
    fn restore_level(
        conn: &mut Conn,
        deletion: Uuid,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let count = crate::effects::delete::twin::restore_rows::<Conn, M, M, C>(conn, deletion, operation).await?;
            if count > 0 {
                <M::References as crate::effects::guards::twin::Guards<Conn, M>>::touch_moved(
                    conn,
                    operation.deletion,
                    false,
                )
                .await?;
            }
            Ok(count)
        }
    }
    fn check(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            <M::References as crate::effects::guards::twin::Guards<Conn, M>>::check_restored(conn, restoration).await
        }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync> crate::effects::delete::twin::DeletesRows<Conn, P>
    for Owned<M, C, Restrict>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    C: 'static,
{
    fn delete(
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            let clause: InBatch<M, P, C> =
                InBatch { deletion: operation.deletion, live: M::Deletion::SOFT, relation: PhantomData };
            crate::effects::delete::twin::refuse_if_any::<Conn, M, _>(conn, clause).await.map(|()| None)
        }
    }
}

pub(crate) fn refuse_if_any<Conn: Send, M: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    clause: Filter,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
    Filter: diesel::query_builder::QueryFragment<Conn::Backend>,
{
    async move {
        let lock = if crate::sql::lock::twin::is_nested(conn).await? { Conn::Backend::COUNT_LOCK } else { "" };
        let counted: Vec<Number> =
            crate::sql::driver::load(conn, CountRows::<M, Filter>::new(clause).locked(lock)).await?;
        match counted.first().map_or(0, Number::count) {
            0 => Ok(()),
            count => Err(Error::Restricted { by: M::META.name, count }),
        }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync> crate::effects::delete::twin::DeletesRows<Conn, P>
    for Owned<M, C, SetNull>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable>
        + ModelOn<Conn::Backend>
        + Model<References: crate::effects::guards::twin::Guards<Conn, M>>,
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    fn delete(
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            let clause: InBatch<M, P, C> = InBatch { deletion: operation.deletion, live: false, relation: PhantomData };
            crate::effects::delete::twin::detach::<Conn, M, P, C, _>(conn, clause, operation).await
        }
    }
}

pub(crate) fn detach<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    clause: Filter,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable>
        + ModelOn<Conn::Backend>
        + Model<References: crate::effects::guards::twin::Guards<Conn, M>>,
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, Filter>>,
{
    async move {
        let operation = operation.as_action(Action::Patch);
        let mut values = M::Values::default();
        M::detach(&mut values);
        operation.fill(|fill| values.fill_patch(fill))?;
        let target = ByFilter::new(clause);
        let count = crate::effects::touching::twin::update_set::<Conn::Backend, Conn, M, Filter>(
            conn,
            Rules::PATCH,
            target,
            values,
            operation,
        )
        .await?;
        let impact = Impact::of(M::META.name, count, Effect::Detached);
        Ok((count > 0).then_some(impact))
    }
}
