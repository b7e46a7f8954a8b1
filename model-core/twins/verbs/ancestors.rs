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

use crate::effects::writes::twin::Writes;
use crate::hooks::policy::twin::RunsHooksOf;
#[diagnostic::on_unimplemented(
    message = "the ancestors of a `{M}` cannot be restored with it",
    label = "a model that it belongs to has no soft deletion, or itself belongs to `{M}`",
    note = "restore the rows one by one"
)]
pub trait RestoresAncestors<Conn, M: Model> {
    fn restore_ancestors(
        conn: &mut Conn,
        row: &M,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

impl<Conn: Send, M: Model + Send + Sync> crate::verbs::ancestors::twin::RestoresAncestors<Conn, M> for () {
    fn restore_ancestors(
        _: &mut Conn,
        _: &M,
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync, Rest: Send + Sync>
    crate::verbs::ancestors::twin::RestoresAncestors<Conn, M> for (Reference<P, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, P>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<P as Manager>::Model>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend> + Model<References: crate::verbs::ancestors::twin::RestoresAncestors<Conn, P>>,
    Rest: crate::verbs::ancestors::twin::RestoresAncestors<Conn, M>,
{
    fn restore_ancestors(
        conn: &mut Conn,
        row: &M,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if let Some(parent) = crate::verbs::ancestors::twin::parent::<Conn, M, P, C>(conn, row).await?
                && P::Deletion::SOFT
            {
                P::References::restore_ancestors(conn, &parent, operation).await?;
                crate::verbs::ancestors::twin::restore::<Conn, P>(conn, parent.key(), operation).await?;
            }
            Rest::restore_ancestors(conn, row, operation).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, Rest: Send + Sync>
    crate::verbs::ancestors::twin::RestoresAncestors<Conn, M> for (ReferenceWithin<M, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend>,
    Rest: crate::verbs::ancestors::twin::RestoresAncestors<Conn, M>,
{
    fn restore_ancestors(
        conn: &mut Conn,
        row: &M,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            Rest::restore_ancestors(conn, row, operation).await?;
            let mut chain = Vec::new();
            let mut seen = HashSet::from([row.key().text()]);
            let mut above = crate::verbs::ancestors::twin::parent::<Conn, M, M, C>(conn, row).await?;
            while let Some(parent_row) = above.filter(|parent| seen.insert(parent.key().text())) {
                chain.push(parent_row.key());
                above = crate::verbs::ancestors::twin::parent::<Conn, M, M, C>(conn, &parent_row).await?;
            }
            for key in chain.into_iter().rev() {
                crate::verbs::ancestors::twin::restore::<Conn, M>(conn, key, operation).await?;
            }
            Ok(())
        }
    }
}

pub(crate) fn parent<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    row: &M,
) -> impl ::std::future::Future<Output = Result<Option<P>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
{
    async move {
        let Some(key) = row.foreign_key() else { return Ok(None) };
        let target = ByKey::<P>::new(key.into_owned());
        Ok(crate::sql::driver::load_row(conn, Select::<P, _>::locked(&target)).await?)
    }
}

pub(crate) fn restore<Conn: Send, P: Send + Sync>(
    conn: &mut Conn,
    key: P::Key,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    P: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, P>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<P as Manager>::Model>,
{
    async move {
        match crate::hooks::run::twin::restore(
            conn,
            ByKey::<P>::new(key),
            &mut P::Values::default(),
            Default::default(),
            operation,
        )
        .await?
        {
            Outcome::NotDeleted | Outcome::Changed(_) | Outcome::Unchanged(_) => Ok(()),
            other => other.into_result().map(drop),
        }
    }
}
