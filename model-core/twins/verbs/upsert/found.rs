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

pub(crate) fn find<Conn: Send, M: Send + Sync, G: Send + Sync>(
    conn: &mut Conn,
    values: &M::Values,
    unique: &'static Unique,
    state: RequiredState,
    guard: &G,
    newest: Option<usize>,
) -> impl ::std::future::Future<Output = Result<Option<ExistingRow<M>>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    async move {
        crate::verbs::upsert::found::twin::read(
            conn,
            Same::<M, G> { values, unique, state, guard, newest, key: None, lock: false },
        )
        .await
    }
}

pub(crate) fn find_now<Conn: Send, M: Send + Sync, G: Send + Sync>(
    conn: &mut Conn,
    values: &M::Values,
    unique: &'static Unique,
    state: RequiredState,
    guard: &G,
    newest: Option<usize>,
) -> impl ::std::future::Future<Output = Result<Option<ExistingRow<M>>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    async move {
        let found =
            crate::verbs::upsert::found::twin::find::<_, M, G>(conn, values, unique, state, guard, newest).await?;
        match found {
            Some(found) if crate::sql::lock::twin::reads_the_past(conn).await? => {
                crate::verbs::upsert::found::twin::read(
                    conn,
                    Same::<M, G> { values, unique, state, guard, newest, key: Some(found.row.key()), lock: true },
                )
                .await
            }
            found => Ok(found),
        }
    }
}

pub(crate) fn find_locked<Conn: Send, M: Send + Sync, G: Send + Sync>(
    conn: &mut Conn,
    values: &M::Values,
    unique: &'static Unique,
    state: RequiredState,
    guard: &G,
    newest: Option<usize>,
) -> impl ::std::future::Future<Output = Result<Option<ExistingRow<M>>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    async move {
        let key = match <Conn::Backend as Dialect>::PARTIAL_INDEX {
            true => None,
            false => crate::verbs::upsert::found::twin::find::<_, M, G>(conn, values, unique, state, guard, newest)
                .await?
                .map(|found| found.row.key()),
        };
        let was_found = key.is_some();
        let locked = crate::verbs::upsert::found::twin::read(
            conn,
            Same::<M, G> { values, unique, state, guard, newest, key, lock: true },
        )
        .await?;
        match locked {
            None if was_found => {
                crate::verbs::upsert::found::twin::read(
                    conn,
                    Same::<M, G> { values, unique, state, guard, newest, key: None, lock: true },
                )
                .await
            }
            locked => Ok(locked),
        }
    }
}

pub(crate) fn read<Conn: Send, M: Send + Sync, G: Send + Sync>(
    conn: &mut Conn,
    same: Same<'_, M, G>,
) -> impl ::std::future::Future<Output = Result<Option<ExistingRow<M>>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    async move {
        let rows: Vec<ExistingRow<M>> = crate::sql::driver::load(conn, same).await?;
        Ok(rows.into_iter().next())
    }
}
