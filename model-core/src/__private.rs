//! What generated code names. Not part of the public API.

pub use crate::actor::{Attributed, FromActor, Unattributed};
pub use crate::builder::{Detached, IntoField};
pub use crate::choices::{Choice, Choices, UnknownChoice};
pub use crate::clock::{DeletionMark, Timestamp};
pub use crate::fits;
pub use crate::key::{Holds, Key, KeyValue, cloned};
pub use crate::meta::{ColumnSet, Meta, OrderTerm, Privacy, Role, field};
pub use crate::model::{Hard, HasCreatedAt, HasUpdatedAt, Manager, Model, RowOf, Soft, SoftDelete};
pub use crate::objects::{DefaultOrder, Filtered, ProxyFilter, Unordered, Unrestricted, field_value};
pub use crate::read::{ReadValues, debug_columns, read_values};
pub use crate::sql::Bind;
pub use crate::values::{BindValues, Binds, Fill, Finite, Measured, Values, When, given};
pub use crate::write::Patching;
pub use chrono;
pub use diesel;
pub use serde;
pub use std::string::String;
pub use uuid;
