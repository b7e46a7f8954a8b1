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

use crate::effects::delete::twin::Deletes;
use crate::effects::delete::twin::DeletesRows;
use crate::effects::guards::twin::Guards;
use crate::write::backend::twin::StoresSets;
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
            let count = crate::effects::marking::twin::delete_rows::<Conn, M, P, C>(conn, operation).await?;
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
            match crate::effects::marking::twin::restore_rows::<Conn, M, P, C>(conn, deletion, operation).await? {
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
            let count = crate::effects::marking::twin::delete_rows::<Conn, M, M, C>(conn, operation).await?;
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
            let count = crate::effects::marking::twin::restore_rows::<Conn, M, M, C>(conn, deletion, operation).await?;
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
            if P::META.with_role(Role::DeletionBatch).is_none() {
                return Ok(None);
            }
            let clause: InBatch<M, P, C> =
                InBatch { deletion: operation.deletion, live: M::Deletion::SOFT, relation: PhantomData };
            crate::effects::refer::twin::refuse_if_any::<Conn, M, _>(conn, clause).await.map(|()| None)
        }
    }
    fn check_restricted(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if P::META.with_role(Role::DeletionBatch).is_some() {
                return Ok(());
            }
            for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, true) {
                crate::effects::refer::twin::refuse_if_any::<Conn, M, _>(conn, clause).await?;
            }
            Ok(())
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
            crate::effects::refer::twin::detach::<Conn, M, P, C, _>(conn, clause, operation).await
        }
    }
}
