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

use crate::audit::verify::twin::Verifies;
use crate::operation::run::twin::RunOn;
pub trait VerifyHistory: Model {
    fn verify_history<Conn: Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send
    where
        VerifyTrail<Self>: crate::operation::run::twin::RunOn<Conn, Output = Vec<Discrepancy>>,
    {
        async move { VerifyTrail::<Self>(PhantomData).perform(conn).await }
    }
}

impl<M: Model + Send + Sync> crate::verbs::verify::twin::VerifyHistory for M {}

impl<Conn: Send, M: Model + Send + Sync> crate::operation::run::twin::RunOn<Conn> for VerifyTrail<M>
where
    Conn: crate::sql::driver::Driver<Backend: crate::audit::verify::twin::Verifies<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send {
        async move { crate::audit::verify::twin::verify::<M, Conn>(conn).await }
    }
}

pub trait VerifyChildHistory: Extends {
    fn verify_history<Conn: Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send
    where
        VerifyTrails<Self>: crate::operation::run::twin::RunOn<Conn, Output = Vec<Discrepancy>>,
    {
        async move { VerifyTrails::<Self>(PhantomData).perform(conn).await }
    }
}

impl<Child: Extends + Send + Sync> crate::verbs::verify::twin::VerifyChildHistory for Child {}

impl<Conn: Send, Child: Extends + Send + Sync> crate::operation::run::twin::RunOn<Conn> for VerifyTrails<Child>
where
    Conn: crate::sql::driver::Driver<
            Backend: crate::audit::verify::twin::Verifies<Conn, Child::Parent>
                         + crate::audit::verify::twin::Verifies<Conn, Child::Part>,
        >,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send {
        async move {
            let mut discrepancies = crate::audit::verify::twin::verify::<Child::Parent, Conn>(conn).await?;
            if Child::Part::META.audited {
                discrepancies.extend(crate::audit::verify::twin::verify::<Child::Part, Conn>(conn).await?);
            }
            Ok(discrepancies)
        }
    }
}
