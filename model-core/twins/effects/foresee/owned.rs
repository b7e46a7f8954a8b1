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

use crate::effects::foresee::twin::Foresees;
pub trait ForeseesOwned<Conn, P: Model> {
    fn descend(
        conn: &mut Conn,
        keys: &[P::Key],
        foresight: &mut Foresight,
        next: &mut Vec<P::Key>,
    ) -> impl ::std::future::Future<Output = Result<bool>> + Send;
    fn count(
        conn: &mut Conn,
        keys: &[P::Key],
        capped: bool,
        foresight: &mut Foresight,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

impl<Conn: Send, P: Model + Send + Sync> crate::effects::foresee::owned::twin::ForeseesOwned<Conn, P> for () {
    fn descend(
        _: &mut Conn,
        _: &[P::Key],
        _: &mut Foresight,
        _: &mut Vec<P::Key>,
    ) -> impl ::std::future::Future<Output = Result<bool>> + Send {
        async move { Ok(false) }
    }
    fn count(
        _: &mut Conn,
        _: &[P::Key],
        _: bool,
        _: &mut Foresight,
        _: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, P: Send + Sync, O: Send + Sync, Rest: Send + Sync>
    crate::effects::foresee::owned::twin::ForeseesOwned<Conn, P> for (O, Rest)
where
    P: Model,
    O: crate::effects::foresee::owned::twin::ForeseesRows<Conn, P>,
    Rest: crate::effects::foresee::owned::twin::ForeseesOwned<Conn, P>,
{
    fn descend(
        conn: &mut Conn,
        keys: &[P::Key],
        foresight: &mut Foresight,
        next: &mut Vec<P::Key>,
    ) -> impl ::std::future::Future<Output = Result<bool>> + Send {
        async move {
            let more = O::descend(conn, keys, foresight, next).await?;
            Ok(Rest::descend(conn, keys, foresight, next).await? || more)
        }
    }
    fn count(
        conn: &mut Conn,
        keys: &[P::Key],
        capped: bool,
        foresight: &mut Foresight,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if const { O::LAST } {
                Rest::count(conn, keys, capped, foresight, impacts).await?;
            }
            impacts.extend(O::count(conn, keys, capped, foresight).await?);
            if const { !O::LAST } {
                Rest::count(conn, keys, capped, foresight, impacts).await?;
            }
            Ok(())
        }
    }
}

pub trait ForeseesRows<Conn, P: Model> {
    const LAST: bool = false;
    fn descend(
        _: &mut Conn,
        _: &[P::Key],
        _: &mut Foresight,
        _: &mut Vec<P::Key>,
    ) -> impl ::std::future::Future<Output = Result<bool>> + Send {
        async move { Ok(false) }
    }
    fn count(
        _: &mut Conn,
        _: &[P::Key],
        _: bool,
        _: &mut Foresight,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move { Ok(None) }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::foresee::owned::twin::ForeseesRows<Conn, P> for Owned<M, C, Cascade>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend> + Model<Deletion: crate::effects::foresee::twin::Foresees<Conn, M>>,
    C: 'static,
{
    fn count(
        conn: &mut Conn,
        keys: &[P::Key],
        capped: bool,
        foresight: &mut Foresight,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            let live = foresight.write == Ahead::Deletion;
            let (mut found, more) =
                crate::effects::foresee::twin::keys_under::<Conn, M, P, C>(conn, keys, live, foresight).await?;
            foresight.count::<M>(&mut found);
            if found.is_empty() {
                return Ok(None);
            }
            let capped = capped || more;
            let children = M::Deletion::below(conn, &found, capped, foresight).await?;
            Ok(Some(Impact { capped, children, ..Impact::of(M::META.name, found.len(), foresight.effect()) }))
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync> crate::effects::foresee::owned::twin::ForeseesRows<Conn, M>
    for Owned<M, C, CascadeWithin>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<M, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    fn descend(
        conn: &mut Conn,
        keys: &[M::Key],
        foresight: &mut Foresight,
        next: &mut Vec<M::Key>,
    ) -> impl ::std::future::Future<Output = Result<bool>> + Send {
        async move {
            let live = foresight.write == Ahead::Deletion;
            let (mut found, more) =
                crate::effects::foresee::twin::keys_under::<Conn, M, M, C>(conn, keys, live, foresight).await?;
            foresight.count::<M>(&mut found);
            next.append(&mut found);
            Ok(more)
        }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::foresee::owned::twin::ForeseesRows<Conn, P> for Owned<M, C, Restrict>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    fn count(
        conn: &mut Conn,
        keys: &[P::Key],
        capped: bool,
        foresight: &mut Foresight,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            crate::effects::foresee::owned::twin::left::<Conn, M, P, C>(conn, keys, capped, foresight, Effect::Refusing)
                .await
        }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::foresee::owned::twin::ForeseesRows<Conn, P> for Owned<M, C, Keep>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    const LAST: bool = true;
    fn count(
        conn: &mut Conn,
        keys: &[P::Key],
        capped: bool,
        foresight: &mut Foresight,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            crate::effects::foresee::owned::twin::left::<Conn, M, P, C>(conn, keys, capped, foresight, Effect::Kept)
                .await
        }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::foresee::owned::twin::ForeseesRows<Conn, P> for Owned<M, C, SetNull>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    fn count(
        conn: &mut Conn,
        keys: &[P::Key],
        capped: bool,
        foresight: &mut Foresight,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            let (mut found, more) = match foresight.write {
                Ahead::Restoration(_) => return Ok(None),
                Ahead::Deletion | Ahead::Removal => {
                    crate::effects::foresee::twin::keys_under::<Conn, M, P, C>(conn, keys, false, foresight).await?
                }
            };
            if foresight.write == Ahead::Removal {
                foresight.unseen::<M>(&mut found);
            }
            Ok(told(M::META.name, found.len(), capped || more, Effect::Detached))
        }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::foresee::owned::twin::ForeseesRows<Conn, P> for Owned<M, C, Unlink>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    const LAST: bool = true;
    fn count(
        conn: &mut Conn,
        keys: &[P::Key],
        capped: bool,
        foresight: &mut Foresight,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            let leaves_links = M::Attribution::ASKS && !P::Attribution::ASKS;
            if foresight.write != Ahead::Removal || leaves_links {
                return crate::effects::foresee::owned::twin::left::<Conn, M, P, C>(
                    conn,
                    keys,
                    capped,
                    foresight,
                    Effect::Kept,
                )
                .await;
            }
            let (mut found, more) =
                crate::effects::foresee::twin::keys_under::<Conn, M, P, C>(conn, keys, false, foresight).await?;
            foresight.count::<M>(&mut found);
            Ok(told(M::META.name, found.len(), capped || more, Effect::Deleted))
        }
    }
}

pub(crate) fn left<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    keys: &[P::Key],
    capped: bool,
    foresight: &Foresight,
    effect: Effect,
) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    async move {
        let live = match foresight.write {
            Ahead::Restoration(_) => return Ok(None),
            Ahead::Deletion => true,
            Ahead::Removal => false,
        };
        let (mut found, more) =
            crate::effects::foresee::twin::keys_under::<Conn, M, P, C>(conn, keys, live, foresight).await?;
        foresight.unseen::<M>(&mut found);
        Ok(told(M::META.name, found.len(), capped || more, effect))
    }
}
