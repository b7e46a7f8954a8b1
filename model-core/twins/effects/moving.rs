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
use crate::write::backend::twin::Stores;
pub(crate) fn patch<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &ValuesOf<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model> + GuardsMoves<DB, Row::Model, ByKey<Row>>,
{
    async move {
        let scoped = <ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::SCOPED;
        if scoped {
            for number in 0..<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::COUNT {
                let Some((states, refusal)) = ReferencesOf::<Row>::check_of(number, &target, values) else {
                    continue;
                };
                refusal.check(crate::sql::driver::load(conn, states).await?)?;
            }
        }
        if !scoped || const { Row::Model::WRITES_PARENTS && DB::LOCKS_ARE_LOCAL } {
            ReferencesOf::<Row>::check_values(conn, std::slice::from_ref(values)).await?;
        }
        let patched = <DB as crate::write::backend::twin::Stores<Conn, Row>>::update(
            conn,
            Rules::PATCH,
            target,
            values,
            operation,
        )
        .await;
        crate::effects::written::twin::kept::<Row::Model, _, _>(conn, patched).await
    }
}
