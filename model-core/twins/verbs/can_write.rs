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

use crate::effects::writes::twin::Writes;
use crate::hooks::policy::twin::RunsHooksOf;
use crate::verbs::upsert::backend::twin::Upserts;
pub trait CanWrite<M: Model>:
    crate::sql::driver::Driver<
        Backend: crate::effects::writes::twin::Writes<Self, M>
                     + crate::verbs::upsert::backend::twin::Upserts<Self, M, NoGuard>,
    > + crate::hooks::policy::twin::RunsHooksOf<M>
{
}

impl<M: Send + Sync, Conn: Send> crate::verbs::can_write::twin::CanWrite<M> for Conn
where
    M: Writable,
    Conn: crate::sql::driver::Driver<
            Backend: crate::effects::writes::twin::Writes<Conn, M>
                         + crate::verbs::upsert::backend::twin::Upserts<Conn, M, NoGuard>,
        > + crate::hooks::policy::twin::RunsHooksOf<M>,
{
}
