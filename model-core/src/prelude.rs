//! The imports of a file that defines or uses models: `use model_core::prelude::*;`.
//!
//! It does not contain Diesel's own traits: import `diesel::prelude::*` too, or diesel-async's prelude.

pub use crate::face::shared::*;
pub use crate::generic::LoadReferences as _;
pub use crate::operation::run::{Run as _, RunOutcome as _};
pub use crate::relations::{LoadBeside as _, LoadRelated as _, LoadWith as _};
pub use crate::verbs::preview::Preview as _;
pub use crate::verbs::{CanWrite, VerifyChildHistory as _, VerifyHistory as _};
