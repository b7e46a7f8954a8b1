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

use crate::operation::run::twin::RunOn;
impl<Conn: Send> crate::operation::run::twin::RunOn<Conn> for AddMonth
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<String>> + Send {
        async move {
            let call = Call { function: "audit_logs_add_month", instant: self.instant };
            let names: Vec<TableName> = crate::sql::driver::load(conn, call).await?;
            Ok(names.into_iter().map(|TableName(name)| name).next().unwrap_or_default())
        }
    }
}

impl<Conn: Send, A: ActsFor<Unattributed> + Send + Sync> crate::operation::run::twin::RunOn<Conn> for DropMonths<A>
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<String>>> + Send {
        async move {
            let Self { before, actor } = self;
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            let names: Vec<TableName> = crate::sql::driver::load(
                                conn,
                                Call { function: "audit_logs_drop_months", instant: before },
                            )
                            .await?;
                            if !names.is_empty() {
                                let system = Actor::system();
                                AuditLog::record_prune_async(conn, month_of(before), actor.actor().unwrap_or(&system))
                                    .await?;
                            }
                            Ok(names.into_iter().map(|TableName(name)| name).collect())
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
}
