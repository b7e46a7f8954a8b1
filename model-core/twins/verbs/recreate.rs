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
use crate::operation::run::twin::RunOn;
impl<Conn: Send, M: Model + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn> for Recreate<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver<
            Backend: crate::effects::writes::twin::Writes<Conn, M> + crate::audit::past::twin::Recalls<Conn, M>,
        >,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<M>> + Send {
        async move {
            let mut cells = vec![None; M::META.fields.len()];
            for (index, value) in &self.old? {
                cells[*index] = Some(cell(&M::META.fields[*index], value)?);
            }
            let mut columns = ColumnSet::default();
            for (index, field) in M::META.fields.iter().enumerate() {
                match field.role {
                    Role::ChangeLog => cells[index] = Some(cell(field, &Value::Array(Vec::new()))?),
                    _ if cells[index].is_none() => {
                        return Err(Error::invalid(
                            field.name,
                            "the audit trail does not record the values of this field",
                        ));
                    }
                    _ if comes_back(field) => columns.insert(index),
                    _ => {}
                }
            }
            let row: Option<M> = match crate::audit::past::twin::recall(conn, Source::Nowhere, cells.clone()).await {
                Err(Error::Database(DeserializationError(error))) => {
                    return Err(match crate::audit::past::twin::last_misfit::<_, M>(conn, &cells).await? {
                        Some(misfit) => unfit(&M::META.fields[misfit]),
                        None => Error::Database(DeserializationError(error)),
                    });
                }
                other => other?,
            };
            let Some(row) = row else { return Err(Error::NotFound) };
            let operation = self.options.operation(Action::Create);
            crate::hooks::run::twin::create(conn, M::Values::of_row(row, columns), operation).await
        }
    }
}
