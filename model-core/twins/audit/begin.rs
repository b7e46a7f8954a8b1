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
impl<Conn: Send, M: Model + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn> for Begin<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::audit::begin::twin::Begins<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            if self.batch == 0 {
                return Err(Error::invalid("batch", "must be at least 1"));
            }
            let operation = self.options.operation(Action::Begin);
            let mut part = Part::<M>::first(self.batch);
            let mut count = 0;
            loop {
                let (written, last) = {
                    async {
                        crate::sql::driver::begin(conn).await?;
                        let done = Box::pin(async {
                            {
                                <Conn::Backend as crate::audit::begin::twin::Begins<Conn, M>>::begin_part(
                                    conn, &part, operation,
                                )
                                .await
                            }
                        })
                        .await;
                        let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                        crate::sql::lock::ended(done, finished)
                    }
                    .await
                }?;
                count += written;
                match last {
                    Some(last) => part.follow(last),
                    None => return Ok(count),
                }
            }
        }
    }
}

#[diagnostic::on_unimplemented(
    message = "the audit trail of `{M}` cannot be started over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait Begins<Conn, M: Model>: Dialect {
    fn begin_part(
        conn: &mut Conn,
        part: &Part<M>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Option<M::Key>)>> + Send;
}
