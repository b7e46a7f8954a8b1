//! The imports of a file that uses models over asynchronous connections: `use model_async::prelude::*;` instead of `use
//! model_core::prelude::*;`.
//!
//! It does not contain Diesel's own traits: import `diesel::prelude::*` and `diesel_async::RunQueryDsl` as well.

pub use crate::load::{LoadBeside as _, LoadReferences as _, LoadRelated as _, LoadWith as _};
pub use crate::run::{CanWrite, Preview as _, Run as _, RunOutcome as _};
pub use crate::verify::{VerifyChildHistory as _, VerifyHistory as _};

pub use model_core::asynchronous::prelude::*;
