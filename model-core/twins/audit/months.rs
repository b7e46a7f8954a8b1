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

impl AuditLog {
    #[doc(hidden)]
    pub fn add_month_async<Conn: Send>(
        conn: &mut Conn,
        instant: DateTime<Utc>,
    ) -> impl ::std::future::Future<Output = Result<String>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend = Pg>,
    {
        async move {
            let names: Vec<TableName> =
                crate::sql::driver::load(conn, Call { function: "audit_logs_add_month", instant }).await?;
            Ok(names.into_iter().map(|TableName(name)| name).next().unwrap_or_default())
        }
    }
    #[doc(hidden)]
    pub fn drop_months_async<Conn: Send>(
        conn: &mut Conn,
        before: DateTime<Utc>,
        actor: &Actor,
    ) -> impl ::std::future::Future<Output = Result<Vec<String>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend = Pg>,
    {
        async move {
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
                                Self::record_prune_async(conn, month_of(before), actor).await?;
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
