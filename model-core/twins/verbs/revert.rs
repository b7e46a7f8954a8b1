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

use crate::audit::past::twin::Recalls;
use crate::effects::writes::twin::Writes;
use crate::hooks::policy::twin::RunsHooksOf;
use crate::operation::run::twin::OutcomeOn;
use crate::operation::run::twin::RunOn;
impl<Conn: Send, M: Model + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn> for Revert<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver<
            Backend: crate::effects::writes::twin::Writes<Conn, M> + crate::audit::past::twin::Recalls<Conn, M>,
        >,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<M>> + Send {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, M: Model + Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn> for Revert<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver<
            Backend: crate::effects::writes::twin::Writes<Conn, M> + crate::audit::past::twin::Recalls<Conn, M>,
        >,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Outcome<M>>> + Send {
        async move {
            let Old { values: old, masked } = self.old?;
            if let Some(field) = masked {
                return Err(Error::invalid(field, "the audit trail does not record the values of this field"));
            }
            let mut cells = vec![None; M::META.fields.len()];
            let mut columns = ColumnSet::default();
            for (index, value) in &old {
                cells[*index] = Some(cell(&M::META.fields[*index], value)?);
                columns.insert(*index);
            }
            let row = match crate::audit::past::twin::recall(conn, Source::Row(self.key.clone()), cells.clone()).await {
                Err(Error::Database(DeserializationError(error))) => {
                    return Err(
                        match crate::audit::past::twin::misfits::<_, M>(conn, &self.key, &cells).await?.first() {
                            Some(misfit) => unfit(&M::META.fields[*misfit]),
                            None => Error::Database(DeserializationError(error)),
                        },
                    );
                }
                other => other?,
            };
            let Some(row) = row else { return Ok(Outcome::NotFound) };
            let mut values = M::Values::of_row(row, columns);
            let operation = self.options.operation(Action::Patch);
            crate::hooks::run::twin::patch(conn, ByKey::new(self.key), &mut values, operation, |_, _| {}).await
        }
    }
}
