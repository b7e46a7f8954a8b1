//! What generated code names. Not part of the public API.

pub use crate::actor::{Attributed, Unattributed};
pub use crate::builder::{Detached, Given, IntoField, IntoNullable, IsGiven, Missing};
pub use crate::choices::{Choice, Choices, UnknownChoice};
pub use crate::fits::{self, Probe};
pub use crate::generated::{column_set, conflict_target, has_table, new_row, patch, selectable};
pub use crate::key::{Holds, Key, KeyValue, cloned};
pub use crate::meta::{ColumnSet, Meta, OrderTerm, Unique, field};
pub use crate::model::{Hard, HasCreatedAt, HasUpdatedAt, Manager, Model, RowOf, Soft, SoftDelete};
pub use crate::objects::{DefaultOrder, Filtered, ProxyFilter, Unordered, Unrestricted, field_value};
pub use crate::read::{ReadValues, debug_columns, read, read_values};
pub use crate::sql::Bind;
pub use crate::unique::{Chosen, ConflictTarget};
pub use crate::values::When::{Both, Insert, Never, Update};
pub use crate::values::{BindValues, Binds, Fill, Patched, Values, column, push, push_key, put, put_null};
pub use crate::write::{ByKey, Patching};
pub use chrono;
pub use diesel;
pub use serde;
pub use std::marker::PhantomData;
pub use std::string::String;
pub use uuid;
