// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::effects::writes::twin::Writes as _;
use crate::hooks::policy::twin::RunsHooksOf as _;
impl<M: Editable + Send + Sync, A: Send + Sync> Save<M, A> {
    #[doc(hidden)]
    pub fn run_async<Conn: Send>(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<M>> + Send
    where
        A: ActsFor<M::Attribution>,
        Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
    {
        async move { self.outcome_async(conn).await?.into_result() }
    }
    #[doc(hidden)]
    pub fn outcome_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Outcome<M>>> + Send
    where
        A: ActsFor<M::Attribution>,
        Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
    {
        async move {
            match self.change() {
                PendingSave::Some(target, mut values, operation) => {
                    crate::hooks::run::twin::patch(conn, target, &mut values, operation, |values, fill| {
                        refuse::<M>(values.columns(), fill);
                    })
                    .await
                }
                PendingSave::None(row) => Ok(Outcome::Unchanged(row)),
            }
        }
    }
}
