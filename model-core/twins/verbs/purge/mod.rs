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
use crate::verbs::purge::run::twin::Purges;
impl<
    Conn: Send,
    M: SoftDelete + Send + Sync,
    OnProgress: FnMut(Progress) + Send + Sync,
    A: Send + Sync,
    Scope: Send + Sync,
    Mode: Send + Sync,
> crate::operation::run::twin::RunOn<Conn> for Purge<M, OnProgress, A, Scope, Mode>
where
    Scope: FullyScoped<M>,
    A: ActsFor<M::Attribution>,
    Mode: LeavesOut<M::Hooks>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::purge::run::twin::Purges<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Purged>> + Send {
        async move {
            let Self { older_than, batch, dry_run, progress, options, kept, .. } = self;
            if batch == 0 {
                return Err(Error::invalid("batch", "must be at least 1"));
            }
            let operation = options.operation(Action::HardDelete);
            let before = older_than.map(|age| clock::before(operation.instant, age));
            let page = page::Page::<M>::first(before, kept, batch)?;
            crate::verbs::purge::run::twin::purge(conn, page, dry_run, progress, operation).await
        }
    }
}
