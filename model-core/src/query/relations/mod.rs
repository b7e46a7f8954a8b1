//! Reads along relations: joins, loads for many rows, counts.

pub(crate) mod accessor;
pub(crate) mod belongs_to;
pub(crate) mod beside;
pub(crate) mod conditions;
pub(crate) mod join;
pub(crate) mod load;
pub(crate) mod macros;
pub(crate) mod reference;
pub(crate) mod related;
