//! The traits that the type of a field has to implement for the options in its `#[model(..)]`.
//!
//! Diesel's types, the types of [`sql_types`](crate::sql_types) and the types of the derives implement every trait that
//! applies to them. For a type of your own, implement the trait that the error of the compiler names.

pub use crate::meta::builder::{Given, Missing};
pub use crate::meta::clock::{DeletionMark, Timestamp};
pub use crate::meta::slug::SlugText;
pub use crate::model::actor::FromActor;
pub use crate::model::key::KeyValue;
pub use crate::model::secret::Masked;
pub use crate::sql::secret::Secret;
pub use crate::values::kinds::{Checked, Measured};
