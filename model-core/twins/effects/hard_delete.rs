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
use crate::effects::guards::twin::Guards;
use crate::write::backend::twin::StoresSets;
pub trait HardDeletesOwned<Conn: Send, P: Model> {
    const ANY: bool;
    const OWNS: bool;
    fn descend(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<Vec<P>>> + Send;
    fn above<'r>(row: &'r P, keys: &mut Vec<Cow<'r, P::Key>>);
    fn hard_delete(
        conn: &mut Conn,
        keys: &[P::Key],
        operation: Operation<'_>,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn hard_delete_level(
        conn: &mut Conn,
        keys: &[P::Key],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn check_all_live(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            let below = Self::all_below(conn, keys).await?;
            Self::check_live(conn, &[keys, &keys_of(&below)].concat()).await
        }
    }
    fn all_below(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<Vec<P>>> + Send {
        async move {
            let mut all = Vec::new();
            let mut seen: HashSet<String> = keys.iter().map(RowKey::text).collect();
            let mut level = Self::descend(conn, keys).await?;
            loop {
                level.retain(|row| seen.insert(row.key().text()));
                if level.is_empty() {
                    return Ok(all);
                }
                let below = Self::descend(conn, &keys_of(&level)).await?;
                all.extend(std::mem::replace(&mut level, below));
            }
        }
    }
    fn hard_delete_all(
        conn: &mut Conn,
        rows: &[P],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send {
        async move {
            let keys = keys_of(rows);
            let below = Self::all_below(conn, &keys).await?;
            let mut impacts = Vec::new();
            Self::hard_delete(conn, &[keys, keys_of(&below)].concat(), operation, &mut impacts).await?;
            let (mut own, mut count) = (0, 0);
            for (rows_of_set, others) in levels_of_union::<P>(rows, &below, Self::above) {
                own += Self::hard_delete_level(conn, &rows_of_set, operation).await?;
                count += Self::hard_delete_level(conn, &others, operation).await?;
            }
            if count > 0 {
                impacts.insert(0, Impact::of(P::META.name, count, Effect::Deleted));
            }
            Ok((own, impacts))
        }
    }
}

impl<Conn: Send, P: Model + Send + Sync> crate::effects::hard_delete::twin::HardDeletesOwned<Conn, P> for () {
    const ANY: bool = false;
    const OWNS: bool = false;
    fn descend(_: &mut Conn, _: &[P::Key]) -> impl ::std::future::Future<Output = Result<Vec<P>>> + Send {
        async move { Ok(Vec::new()) }
    }
    fn above<'r>(_: &'r P, _: &mut Vec<Cow<'r, P::Key>>) {}
    fn hard_delete(
        _: &mut Conn,
        _: &[P::Key],
        _: Operation<'_>,
        _: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn hard_delete_level(
        _: &mut Conn,
        _: &[P::Key],
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { Ok(0) }
    }
    fn check_live(_: &mut Conn, _: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, P: Send + Sync, O: Send + Sync, Rest: Send + Sync>
    crate::effects::hard_delete::twin::HardDeletesOwned<Conn, P> for (O, Rest)
where
    P: Model,
    O: crate::effects::hard_delete::twin::HardDeletesRows<Conn, P>,
    Rest: crate::effects::hard_delete::twin::HardDeletesOwned<Conn, P>,
{
    const ANY: bool = O::TOUCHED || Rest::ANY;
    const OWNS: bool = true;
    fn descend(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<Vec<P>>> + Send {
        async move {
            let mut below = O::descend(conn, keys).await?;
            below.extend(Rest::descend(conn, keys).await?);
            Ok(below)
        }
    }
    fn above<'r>(row: &'r P, keys: &mut Vec<Cow<'r, P::Key>>) {
        keys.extend(O::above(row));
        Rest::above(row, keys);
    }
    fn hard_delete(
        conn: &mut Conn,
        keys: &[P::Key],
        operation: Operation<'_>,
        impacts: &mut Vec<Impact>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            impacts.extend(O::hard_delete(conn, keys, operation).await?);
            Rest::hard_delete(conn, keys, operation, impacts).await
        }
    }
    fn hard_delete_level(
        conn: &mut Conn,
        keys: &[P::Key],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            Ok(O::hard_delete_level(conn, keys, operation).await?
                + Rest::hard_delete_level(conn, keys, operation).await?)
        }
    }
    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            O::check_live(conn, keys).await?;
            Rest::check_live(conn, keys).await
        }
    }
}

pub trait HardDeletesRows<Conn, P: Model> {
    const TOUCHED: bool = true;
    fn descend(_: &mut Conn, _: &[P::Key]) -> impl ::std::future::Future<Output = Result<Vec<P>>> + Send {
        async move { Ok(Vec::new()) }
    }
    fn above(_: &P) -> Option<Cow<'_, P::Key>> {
        None
    }
    fn hard_delete(
        _: &mut Conn,
        _: &[P::Key],
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move { Ok(None) }
    }
    fn hard_delete_level(
        _: &mut Conn,
        _: &[P::Key],
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { Ok(0) }
    }
    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

pub(crate) fn rows_below<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    keys: &[P::Key],
) -> impl ::std::future::Future<Output = Result<Vec<M>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    async move {
        let mut below = Vec::new();
        for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, false) {
            let target = ByFilter::<M, _>::new(clause);
            below.extend(crate::sql::driver::load_rows::<_, _, M>(conn, Select::<M, _>::locked(&target)).await?);
        }
        Ok(below)
    }
}

pub(crate) fn hard_delete_rows<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    rows: &[M],
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    M: Model<Deletion: crate::effects::delete::twin::Deletes<Conn, M>>,
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, KeysIn<M>>>,
{
    async move {
        let levels = if <Conn::Backend as Dialect>::CHECKS_FK_PER_ROW {
            lowest_first(rows, <M::Deletion as crate::effects::delete::twin::Deletes<Conn, M>>::above)
        } else {
            vec![keys_of(rows)]
        };
        let mut count = 0;
        for keys in &levels {
            count += crate::effects::hard_delete::twin::hard_delete_keys::<Conn, M>(conn, keys, operation).await?;
        }
        Ok(count)
    }
}

pub(crate) fn hard_delete_keys<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    keys: &[M::Key],
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, KeysIn<M>>>,
{
    async move {
        let mut count = 0;
        for clause in KeysIn::chunks::<Conn::Backend>(keys, RequiredState::Any) {
            let target = ByFilter::new(clause);
            count += <Conn::Backend as crate::write::backend::twin::StoresSets<Conn, M, _>>::hard_delete(
                conn, target, operation,
            )
            .await?;
        }
        Ok(count)
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::hard_delete::twin::HardDeletesRows<Conn, P> for Owned<M, C, Cascade>
where
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, KeysIn<M>>>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C>
        + ModelOn<Conn::Backend>
        + Model<
            Deletion: crate::effects::delete::twin::Deletes<Conn, M>,
            References: crate::effects::guards::twin::Guards<Conn, M>,
        >,
{
    fn hard_delete(
        conn: &mut Conn,
        keys: &[P::Key],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            let below = crate::effects::hard_delete::twin::rows_below::<Conn, M, P, C>(conn, keys).await?;
            if below.is_empty() {
                return Ok(None);
            }
            let (first, children) = M::Deletion::hard_delete_others(conn, &below, operation).await?;
            let count = first
                + crate::effects::hard_delete::twin::hard_delete_rows::<Conn, M>(conn, &below, removal::<M>(operation))
                    .await?;
            crate::effects::touching::twin::touch_all(conn, &below, &[]).await?;
            Ok(Some(Impact { children, ..Impact::of(M::META.name, count, Effect::Deleted) }))
        }
    }
    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::hard_delete::twin::refuse_live::<Conn, M, P, C>(conn, keys).await?;
            if !M::Deletion::OWNS {
                return Ok(());
            }
            let below = crate::effects::hard_delete::twin::rows_below::<Conn, M, P, C>(conn, keys).await?;
            if below.is_empty() { Ok(()) } else { M::Deletion::check_live(conn, &keys_of(&below)).await }
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync> crate::effects::hard_delete::twin::HardDeletesRows<Conn, M>
    for Owned<M, C, CascadeWithin>
where
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, KeysIn<M>>>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend> + Model<References: crate::effects::guards::twin::Guards<Conn, M>>,
{
    fn descend(conn: &mut Conn, keys: &[M::Key]) -> impl ::std::future::Future<Output = Result<Vec<M>>> + Send {
        async move { crate::effects::hard_delete::twin::rows_below::<Conn, M, M, C>(conn, keys).await }
    }
    fn above(row: &M) -> Option<Cow<'_, M::Key>> {
        <M as BelongsTo<M, C>>::foreign_key(row)
    }
    fn hard_delete_level(
        conn: &mut Conn,
        keys: &[M::Key],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            if const { <M::References as crate::effects::guards::twin::Guards<Conn, M>>::TOUCHES } {
                for clause in KeysIn::<M>::chunks::<Conn::Backend>(keys, RequiredState::Any) {
                    let target = ByFilter::<M, _>::new(clause);
                    let rows: Vec<M> = crate::sql::driver::load_rows(conn, Select::<M, _>::locked(&target)).await?;
                    crate::effects::touching::twin::touch_all(conn, &rows, &[]).await?;
                }
            }
            crate::effects::hard_delete::twin::hard_delete_keys::<Conn, M>(conn, keys, removal::<M>(operation)).await
        }
    }
    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { crate::effects::hard_delete::twin::refuse_live::<Conn, M, M, C>(conn, keys).await }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::hard_delete::twin::HardDeletesRows<Conn, P> for Owned<M, C, Restrict>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    fn hard_delete(
        conn: &mut Conn,
        keys: &[P::Key],
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, false) {
                crate::effects::refer::twin::refuse_if_any::<Conn, M, _>(conn, clause).await?;
            }
            Ok(None)
        }
    }
    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { crate::effects::hard_delete::twin::refuse_live::<Conn, M, P, C>(conn, keys).await }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::hard_delete::twin::HardDeletesRows<Conn, P> for Owned<M, C, SetNull>
where
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, OfParents<M, P, C>>>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C, Field: Nullable>
        + ModelOn<Conn::Backend>
        + Model<References: crate::effects::guards::twin::Guards<Conn, M>>,
{
    fn hard_delete(
        conn: &mut Conn,
        keys: &[P::Key],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            let mut all: Option<Impact> = None;
            for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, false) {
                if let Some(impact) =
                    crate::effects::refer::twin::detach::<Conn, M, P, C, _>(conn, clause, operation).await?
                {
                    let before = all.as_ref().map_or(0, |all| all.count);
                    all = Some(Impact { count: before + impact.count, ..impact });
                }
            }
            Ok(all)
        }
    }
    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { crate::effects::hard_delete::twin::refuse_live::<Conn, M, P, C>(conn, keys).await }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::hard_delete::twin::HardDeletesRows<Conn, P> for Owned<M, C, Keep>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    const TOUCHED: bool = false;
    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { crate::effects::hard_delete::twin::refuse_live::<Conn, M, P, C>(conn, keys).await }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync>
    crate::effects::hard_delete::twin::HardDeletesRows<Conn, P> for Owned<M, C, Unlink>
where
    Conn: crate::sql::driver::Driver<Backend: crate::write::backend::twin::StoresSets<Conn, M, KeysIn<M>>>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend> + Model<References: crate::effects::guards::twin::Guards<Conn, M>>,
{
    const TOUCHED: bool = P::Attribution::ASKS || !M::Attribution::ASKS;
    fn hard_delete(
        conn: &mut Conn,
        keys: &[P::Key],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move {
            if !<Self as crate::effects::hard_delete::twin::HardDeletesRows<Conn, P>>::TOUCHED {
                return Ok(None);
            }
            let links = crate::effects::hard_delete::twin::rows_below::<Conn, M, P, C>(conn, keys).await?;
            let count = crate::effects::hard_delete::twin::hard_delete_keys::<Conn, M>(
                conn,
                &keys_of(&links),
                removal::<M>(operation),
            )
            .await?;
            crate::effects::touching::twin::touch_all(conn, &links, &[]).await?;
            let impact = Impact::of(M::META.name, count, Effect::Deleted);
            Ok((count > 0).then_some(impact))
        }
    }
    fn check_live(_: &mut Conn, _: &[P::Key]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

pub(crate) fn refuse_live<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    keys: &[P::Key],
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    async move {
        for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, true) {
            crate::effects::refer::twin::refuse_if_any::<Conn, M, _>(conn, clause).await?;
        }
        Ok(())
    }
}
