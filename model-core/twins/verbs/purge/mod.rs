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

use crate::verbs::purge::run::twin::Purges as _;
impl<
    M: SoftDelete + Send + Sync,
    OnProgress: FnMut(Progress) + Send + Sync,
    A: Send + Sync,
    Scope: Send + Sync,
    Mode: Send + Sync,
> Purge<M, OnProgress, A, Scope, Mode>
{
    #[doc(hidden)]
    pub fn run_async<Conn: Send>(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Purged>> + Send
    where
        Scope: FullyScoped<Self>,
        A: ActsFor<M::Attribution>,
        Mode: LeavesOut<M::Hooks>,
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::purge::run::twin::Purges<Conn, M>>,
    {
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
