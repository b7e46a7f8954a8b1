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

use crate::effects::sets::twin::WritesSets;
use crate::effects::writes::twin::Writes;
use crate::operation::run::twin::RunOn;
impl<
    Conn: Send,
    M: Send + Sync,
    Linked: Send + Sync,
    Link: Send + Sync,
    By: Send + Sync,
    To: Send + Sync,
    Mode: Send + Sync,
    A: Send + Sync,
> crate::operation::run::twin::RunOn<Conn> for LinkWrite<M, Linked, Link, By, To, Mode, A>
where
    M: Model,
    Linked: Model<Key: Hash + Eq>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To>,
    A: ActsFor<Link::Attribution>,
    Mode: LeavesOut<Link::Hooks>,
    Conn: crate::sql::driver::Driver<
            Backend: crate::effects::writes::twin::Writes<Conn, Link>
                         + crate::effects::sets::twin::WritesSets<Conn, Link, KeysIn<Link>>,
        >,
    M: RowOn<Conn::Backend>,
    Linked: RowOn<Conn::Backend>,
    Link: RowOn<Conn::Backend>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            self.write_links_async(conn, operation).await
        }
    }
}
