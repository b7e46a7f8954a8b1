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
use crate::write::backend::twin::StoresSets;
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
