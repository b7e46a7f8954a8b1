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
use crate::verbs::factory::make::twin::MadeOn;
impl<Conn: Send, M: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn> for Factory<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver,
    M: crate::verbs::factory::make::twin::MadeOn<Conn>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<M>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            let mut dice = Dice::new(self.plan.seed);
            let mut made = M::make(conn, self.plan, 1, &mut dice, operation).await?;
            Ok(made.swap_remove(0))
        }
    }
}

impl<Conn: Send, M: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn> for FactoryOfMany<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver,
    M: crate::verbs::factory::make::twin::MadeOn<Conn>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<M>>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            let mut dice = Dice::new(self.plan.seed);
            M::make(conn, self.plan, self.count, &mut dice, operation).await
        }
    }
}
