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

use crate::effects::foresee::owned::twin::ForeseesOwned;
#[diagnostic::on_unimplemented(
    message = "the effect of a write on the rows that belong to a `{M}` cannot be previewed over this connection",
    label = "the key of a model that belongs to it cannot be read over this connection"
)]
pub trait Foresees<Conn, M: Model> {
    fn below(
        conn: &mut Conn,
        keys: &[M::Key],
        capped: bool,
        foresight: &mut Foresight,
    ) -> impl ::std::future::Future<Output = Result<Vec<Impact>>> + Send;
}

impl<Conn: Send, M: Send + Sync, O: Send + Sync> crate::effects::foresee::twin::Foresees<Conn, M> for Soft<O>
where
    M: Model,
    O: crate::effects::foresee::owned::twin::ForeseesOwned<Conn, M>,
{
    fn below(
        conn: &mut Conn,
        keys: &[M::Key],
        capped: bool,
        foresight: &mut Foresight,
    ) -> impl ::std::future::Future<Output = Result<Vec<Impact>>> + Send {
        async move { crate::effects::foresee::twin::below::<Conn, M, O>(conn, keys, capped, foresight).await }
    }
}

impl<Conn: Send, M: Send + Sync, O: Send + Sync> crate::effects::foresee::twin::Foresees<Conn, M> for Hard<O>
where
    M: Model,
    O: crate::effects::foresee::owned::twin::ForeseesOwned<Conn, M>,
{
    fn below(
        conn: &mut Conn,
        keys: &[M::Key],
        capped: bool,
        foresight: &mut Foresight,
    ) -> impl ::std::future::Future<Output = Result<Vec<Impact>>> + Send {
        async move { crate::effects::foresee::twin::below::<Conn, M, O>(conn, keys, capped, foresight).await }
    }
}

pub(crate) fn below<Conn: Send, M: Send + Sync, O: Send + Sync>(
    conn: &mut Conn,
    keys: &[M::Key],
    mut capped: bool,
    foresight: &mut Foresight,
) -> impl ::std::future::Future<Output = Result<Vec<Impact>>> + Send
where
    M: Model,
    O: crate::effects::foresee::owned::twin::ForeseesOwned<Conn, M>,
{
    async move {
        let (mut all, mut level, mut count) = (keys.to_vec(), keys.to_vec(), 0);
        while !level.is_empty() && (count < foresight.limit || !capped) {
            let mut next = Vec::new();
            let more = O::descend(conn, &level, foresight, &mut next).await?;
            count += next.len();
            capped |= more || count > foresight.limit;
            all.extend_from_slice(&next);
            level = next;
        }
        let mut impacts = Vec::new();
        if count > 0 {
            let count = count.min(foresight.limit);
            impacts.push(Impact { capped, ..Impact::of(M::META.name, count, foresight.effect()) });
        }
        O::count(conn, &all, capped, foresight, &mut impacts).await?;
        Ok(impacts)
    }
}

pub(crate) fn keys_of<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    limit: usize,
) -> impl ::std::future::Future<Output = Result<(Vec<<Row::Model as Model>::Key>, bool)>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        let rows: Vec<KeyRow<Row::Model>> =
            crate::sql::driver::load(conn, SelectSome { target, limit: limit + 1, whole: false }).await?;
        let mut keys: Vec<_> = rows.into_iter().map(|KeyRow(key)| key).collect();
        let more = keys.len() > limit;
        keys.truncate(limit);
        Ok((keys, more))
    }
}

pub(crate) fn rows_of<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    limit: usize,
) -> impl ::std::future::Future<Output = Result<(Vec<Row::Model>, bool)>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: Manager<Model: ModelOn<Conn::Backend>>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        let mut rows: Vec<Row::Model> =
            crate::sql::driver::load_rows(conn, SelectSome { target, limit: limit + 1, whole: true }).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok((rows, more))
    }
}

pub(crate) fn keys_under<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    keys: &[P::Key],
    live: bool,
    foresight: &Foresight,
) -> impl ::std::future::Future<Output = Result<(Vec<M::Key>, bool)>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: KeysOn<Conn::Backend> + BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
    C: 'static,
{
    async move {
        let mut found = Vec::new();
        for parents in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, live) {
            let deletions = match &foresight.write {
                Ahead::Restoration(deletions) => Some(deletions.clone()),
                Ahead::Deletion | Ahead::Removal => None,
            };
            let target = ByFilter::<M, _>::new(Under { parents, deletions });
            let (more_keys, more) =
                crate::effects::foresee::twin::keys_of::<Conn, M, _>(conn, target, foresight.limit - found.len())
                    .await?;
            found.extend(more_keys);
            if more {
                return Ok((found, true));
            }
        }
        Ok((found, false))
    }
}
