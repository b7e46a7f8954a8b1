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
pub trait VerifyHistory: Model {
    fn verify_history<Conn: Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::audit::verify::twin::Verifies<Conn, Self>>,
    {
        async move { crate::audit::verify::twin::verify::<Self, Conn>(conn).await }
    }
}

impl<M: Model + Send + Sync> crate::verbs::verify::twin::VerifyHistory for M {}

pub trait VerifyChildHistory: Extends {
    fn verify_history<Conn: Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send
    where
        Conn: crate::sql::driver::Driver<
                Backend: crate::audit::verify::twin::Verifies<Conn, Self::Parent>
                             + crate::audit::verify::twin::Verifies<Conn, Self::Part>,
            >,
    {
        async move {
            let mut discrepancies = crate::audit::verify::twin::verify::<Self::Parent, Conn>(conn).await?;
            if Self::Part::META.audited {
                discrepancies.extend(crate::audit::verify::twin::verify::<Self::Part, Conn>(conn).await?);
            }
            Ok(discrepancies)
        }
    }
}

impl<Child: Extends + Send + Sync> crate::verbs::verify::twin::VerifyChildHistory for Child {}
