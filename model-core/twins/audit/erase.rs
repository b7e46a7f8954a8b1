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
impl<Conn: Send> crate::operation::run::twin::RunOn<Conn> for EraseActor<'_>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let Some(id) = self.actor.id() else {
                return Err(Error::invalid("actor", format!("`{}` has no id to erase", self.actor.kind())));
            };
            let pseudonym = format!("erased-{}", Uuid::now_v7());
            Ok(crate::sql::driver::execute(conn, Erase { kind: self.actor.kind(), id, pseudonym }).await?)
        }
    }
}
