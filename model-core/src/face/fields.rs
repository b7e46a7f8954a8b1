//! What the type of a field has to implement for what `#[model(..)]` says of the field.
//!
//! Diesel's types, those of [`sql_types`](crate::sql_types) and what the derives make have all that applies to them.
//! For a type of your own, implement the trait that the compiler's error names.

pub use crate::meta::clock::{DeletionMark, Timestamp};
pub use crate::meta::slug::SlugText;
pub use crate::model::actor::FromActor;
pub use crate::values::kinds::{Checked, Measured};
