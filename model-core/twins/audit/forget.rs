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
impl<Conn: Send> crate::operation::run::twin::RunOn<Conn> for Forget
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            self.check()?;
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::take_write_lock(conn).await?;
                            let filters = Filters::of_row(self.meta.content_type, self.object_id.clone());
                            let entries = SelectEntries::new(filters, false, None).load_async(conn).await?;
                            let mut count = 0;
                            for update in entries.into_iter().filter_map(|log| self.forgotten(log)) {
                                count += crate::sql::driver::execute(conn, update).await?;
                            }
                            Ok(count)
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
