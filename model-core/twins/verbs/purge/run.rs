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
use crate::effects::writes::twin::Writes;
use crate::write::backend::twin::StoresSets;
#[diagnostic::on_unimplemented(
    message = "rows of `{M}` cannot be purged over this connection",
    label = "`{Self}` cannot store and read every field of `{M}` and of the models that belong to it",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Purges<Conn, M: Model>: crate::effects::writes::twin::Writes<Conn, M> {
    fn hard_delete_rows(
        conn: &mut Conn,
        rows: &[M],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send;
    fn rows(conn: &mut Conn, page: &PageOf<M>) -> impl ::std::future::Future<Output = Result<Vec<M>>> + Send;
    fn total(conn: &mut Conn, page: &PageOf<M>) -> impl ::std::future::Future<Output = Result<usize>> + Send;
}

#[diagnostic::do_not_recommend]
impl<DB, Conn: Send, M: Send + Sync> crate::verbs::purge::run::twin::Purges<Conn, M> for DB
where
    DB: crate::effects::writes::twin::Writes<Conn, M> + crate::write::backend::twin::StoresSets<Conn, M, KeysIn<M>>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    M: ModelOn<DB>
        + Model<
            Deletion: crate::effects::delete::twin::Deletes<Conn, M>,
            References: crate::effects::guards::twin::Guards<Conn, M>,
        >,
{
    fn hard_delete_rows(
        conn: &mut Conn,
        rows: &[M],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send {
        async move {
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            let operation = operation.in_transaction();
                            let keys: Vec<_> = rows.iter().map(Model::key).collect();
                            M::Deletion::check_live(conn, &keys).await?;
                            let (first, children) = M::Deletion::hard_delete_others(conn, rows, operation).await?;
                            let count = first
                                + crate::effects::hard_delete::twin::hard_delete_rows::<Conn, M>(conn, rows, operation)
                                    .await?;
                            crate::effects::touching::twin::touch_all(conn, rows, &[]).await?;
                            Ok((count, children))
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            }
        }
    }
    fn rows(conn: &mut Conn, page: &PageOf<M>) -> impl ::std::future::Future<Output = Result<Vec<M>>> + Send {
        async move {
            crate::sql::lock::twin::lock_table::<M, _>(conn).await?;
            Ok(crate::sql::driver::load_rows(conn, Rows(&page.0)).await?)
        }
    }
    fn total(conn: &mut Conn, page: &PageOf<M>) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let counted: Vec<Number> = crate::sql::driver::load(conn, Total(&page.0)).await?;
            Ok(counted.first().map_or(0, Number::count))
        }
    }
}

pub(crate) fn purge<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    page: Page<M>,
    dry_run: bool,
    mut progress: impl FnMut(Progress) + Send,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Purged>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::purge::run::twin::Purges<Conn, M>>,
{
    async move {
        let mut page = PageOf(page);
        let total = <Conn::Backend as crate::verbs::purge::run::twin::Purges<Conn, M>>::total(conn, &page).await?;
        let mut purged = Purged::default();
        loop {
            let done = match dry_run {
                true => {
                    async {
                        let unit = crate::model::unit::Unit::of_nothing_async(conn).await?;
                        crate::sql::driver::begin(conn).await?;
                        let found: crate::meta::error::Result<_> = {
                            let operation = (&operation).within(&unit);
                            Box::pin(async { crate::verbs::purge::run::twin::purge_page(conn, &page, operation).await })
                                .await
                        };
                        crate::sql::driver::finish(conn, false).await?;
                        found
                    }
                    .await
                }?,
                false => {
                    async {
                        crate::sql::driver::begin(conn).await?;
                        let done = Box::pin(async {
                            crate::verbs::purge::run::twin::purge_page(conn, &page, operation).await
                        })
                        .await;
                        let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                        crate::sql::lock::ended(done, finished)
                    }
                    .await
                }?,
            };
            let Some(last) = done.last else { return Ok(purged) };
            purged.removed += done.removed;
            Impact::merge(&mut purged.children, done.children);
            purged.blocked.extend(done.blocked);
            progress(Progress { total, removed: purged.removed, blocked: purged.blocked.len() });
            page = PageOf(page.0.after(last));
        }
    }
}

pub(crate) fn purge_page<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    page: &PageOf<M>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Done<M::Key>>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::purge::run::twin::Purges<Conn, M>>,
{
    async move {
        let rows = <Conn::Backend as crate::verbs::purge::run::twin::Purges<Conn, M>>::rows(conn, page).await?;
        let mut done =
            Done { last: rows.last().map(Model::key), removed: 0, children: Vec::new(), blocked: Vec::new() };
        if rows.is_empty() {
            return Ok(done);
        }
        match <Conn::Backend as crate::verbs::purge::run::twin::Purges<Conn, M>>::hard_delete_rows(
            conn, &rows, operation,
        )
        .await
        {
            Ok((removed, children)) => (done.removed, done.children) = (removed, children),
            Err(Error::Restricted { .. } | Error::ForeignKey { .. }) => {
                for row in &rows {
                    match <Conn::Backend as crate::verbs::purge::run::twin::Purges<Conn, M>>::hard_delete_rows(
                        conn,
                        std::slice::from_ref(row),
                        operation,
                    )
                    .await
                    {
                        Ok((removed, children)) => {
                            done.removed += removed;
                            Impact::merge(&mut done.children, children);
                        }
                        Err(reason @ (Error::Restricted { .. } | Error::ForeignKey { .. })) => {
                            done.blocked.push(Blocked { object_id: row.key().text(), reason });
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
            Err(error) => return Err(error),
        }
        Ok(done)
    }
}
