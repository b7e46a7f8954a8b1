//! model-core as the behaviour tests see it on the asynchronous half: its names, and the verbs of that half as calls
//! that block. So the tests are written once.
#![forbid(unsafe_code)]

pub mod connection;
mod run;
mod unit;
pub mod wait;

pub use self::unit::{retry, transaction};
pub use self::verbs::CanWrite;
pub use real::*;

/// The imports of a file that uses models.
pub mod prelude {
    pub use crate::run::{
        LoadBeside as _, LoadReferences as _, LoadRelated as _, LoadWith as _, Preview as _, Run as _, RunOutcome as _,
        VerifyChildHistory as _, VerifyHistory as _,
    };
    pub use crate::verbs::CanWrite;
    pub use real::asynchronous::prelude::*;
}

/// Code that runs after the commit.
pub mod commit {
    pub use crate::unit::{Unit, retry, transaction};
    pub use real::commit::*;
}

/// Models that extend another.
pub mod inherit {
    pub use real::asynchronous::WritesChild;
    pub use real::inherit::*;
}

/// The verbs.
pub mod verbs {
    pub use real::asynchronous::Writes;
    pub use real::verbs::*;

    use diesel::connection::LoadConnection;
    use real::Model;
    use real::asynchronous::{Driver, RunsHooksOf};

    /// A connection over which rows of `M` can be written.
    pub trait CanWrite<M: Model>: Driver<Backend: Writes<Self, M>> + RunsHooksOf<M> + LoadConnection {}

    impl<M, Conn> CanWrite<M> for Conn
    where
        M: Model,
        Conn: Driver<Backend: Writes<Conn, M>> + RunsHooksOf<M> + LoadConnection,
    {
    }
}
