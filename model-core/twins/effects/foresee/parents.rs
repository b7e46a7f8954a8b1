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
pub trait ForeseesParents<Conn, M: Model> {
    fn refusing(
        conn: &mut Conn,
        row: &M,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

pub trait ForeseesAncestors<Conn, M: Model> {
    fn ancestors(
        conn: &mut Conn,
        row: &M,
        foresight: &mut Foresight,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

impl<Conn: Send, M: Model + Send + Sync> crate::effects::foresee::parents::twin::ForeseesParents<Conn, M> for () {
    fn refusing(_: &mut Conn, _: &M, _: &mut Vec<Impact>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, M: Model + Send + Sync> crate::effects::foresee::parents::twin::ForeseesAncestors<Conn, M> for () {
    fn ancestors(
        _: &mut Conn,
        _: &M,
        _: &mut Foresight,
        _: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, Rest: Send + Sync, P: Send + Sync>
    crate::effects::foresee::parents::twin::ForeseesParents<Conn, M> for (Reference<P, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
    Rest: crate::effects::foresee::parents::twin::ForeseesParents<Conn, M>,
{
    fn refusing(
        conn: &mut Conn,
        row: &M,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if is_strict::<M, P, C>()
                && crate::effects::foresee::parents::twin::deleted_parent::<Conn, M, P, C>(conn, row).await?.is_some()
            {
                impacts.push(Impact::of(<P as Model>::META.name, 1, Effect::Refusing));
            }
            Rest::refusing(conn, row, impacts).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, Rest: Send + Sync>
    crate::effects::foresee::parents::twin::ForeseesParents<Conn, M> for (ReferenceWithin<M, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend>,
    M: ModelOn<Conn::Backend>,
    Rest: crate::effects::foresee::parents::twin::ForeseesParents<Conn, M>,
{
    fn refusing(
        conn: &mut Conn,
        row: &M,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if is_strict::<M, M, C>()
                && crate::effects::foresee::parents::twin::deleted_parent::<Conn, M, M, C>(conn, row).await?.is_some()
            {
                impacts.push(Impact::of(<M as Model>::META.name, 1, Effect::Refusing));
            }
            Rest::refusing(conn, row, impacts).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync, Rest: Send + Sync>
    crate::effects::foresee::parents::twin::ForeseesAncestors<Conn, M> for (Reference<P, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>
        + Model<
            References: crate::effects::foresee::parents::twin::ForeseesAncestors<Conn, P>,
            Deletion: crate::effects::foresee::twin::Foresees<Conn, P>,
        >,
    Rest: crate::effects::foresee::parents::twin::ForeseesAncestors<Conn, M>,
{
    fn ancestors(
        conn: &mut Conn,
        row: &M,
        foresight: &mut Foresight,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if let Some(parent) =
                crate::effects::foresee::parents::twin::deleted_parent::<Conn, M, P, C>(conn, row).await?
            {
                P::References::ancestors(conn, &parent, foresight, impacts).await?;
                impacts.extend(
                    crate::effects::foresee::parents::twin::restored::<Conn, P>(conn, parent, foresight).await?,
                );
            }
            Rest::ancestors(conn, row, foresight, impacts).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, Rest: Send + Sync>
    crate::effects::foresee::parents::twin::ForeseesAncestors<Conn, M> for (ReferenceWithin<M, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend> + Model<Deletion: crate::effects::foresee::twin::Foresees<Conn, M>>,
    Rest: crate::effects::foresee::parents::twin::ForeseesAncestors<Conn, M>,
{
    fn ancestors(
        conn: &mut Conn,
        row: &M,
        foresight: &mut Foresight,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            Rest::ancestors(conn, row, foresight, impacts).await?;
            let mut chain = HashSet::from([row.key().text()]);
            let mut above = crate::effects::foresee::parents::twin::deleted_parent::<Conn, M, M, C>(conn, row).await?;
            while let Some(parent) = above.filter(|parent| chain.insert(parent.key().text())) {
                above = crate::effects::foresee::parents::twin::deleted_parent::<Conn, M, M, C>(conn, &parent).await?;
                impacts.extend(
                    crate::effects::foresee::parents::twin::restored::<Conn, M>(conn, parent, foresight).await?,
                );
            }
            Ok(())
        }
    }
}

pub(crate) fn deleted_parent<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    row: &M,
) -> impl ::std::future::Future<Output = Result<Option<P>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
{
    async move {
        if !P::Deletion::SOFT {
            return Ok(None);
        }
        let Some(key) = row.foreign_key() else { return Ok(None) };
        let target = ByKey::<P>::new(key.into_owned());
        match crate::sql::find::twin::found_unlocked(conn, &target, RequiredState::Deleted).await? {
            Outcome::Unchanged(parent) => Ok(Some(parent)),
            _ => Ok(None),
        }
    }
}

pub(crate) fn restored<Conn: Send, P: Send + Sync>(
    conn: &mut Conn,
    row: P,
    foresight: &mut Foresight,
) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send
where
    P: Model<Deletion: crate::effects::foresee::twin::Foresees<Conn, P>>,
{
    async move {
        let mut keys = vec![row.key()];
        foresight.count::<P>(&mut keys);
        if keys.is_empty() {
            return Ok(None);
        }
        foresight.restoring(deletion_of::<P>(row).into_iter().collect());
        let children = P::Deletion::below(conn, &keys, false, foresight).await?;
        Ok(Some(Impact { children, ..Impact::of(P::META.name, 1, Effect::Restored) }))
    }
}
