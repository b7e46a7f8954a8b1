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

use crate::effects::hard_delete::twin::HardDeletesOwned;
pub trait Deletes<Conn, M: Model>: DeletionPolicy {
    const DELETES_OTHERS: bool;
    const HARD_DELETES_OTHERS: bool;
    const OWNS: bool;
    fn delete_others(
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Impact>>> + Send;
    fn check_restricted(conn: &mut Conn, keys: &[M::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send;
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
    fn check_restricted(conn: &mut Conn, keys: &[M::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { O::check_restricted(conn, keys).await }
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
    fn check_restricted(_: &mut Conn, _: &[M::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
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
    fn check_restricted(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send;
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
    fn check_restricted(_: &mut Conn, _: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
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
    fn check_restricted(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            O::check_restricted(conn, keys).await?;
            Rest::check_restricted(conn, keys).await
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
    fn check_restricted(_: &mut Conn, _: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
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
