//! Rows as JSON, and a client's new rows and patches, checked field by field. All of it works over `META`.
//!
//! May import: `meta`, `model`, `values`, `trail`.

pub(crate) mod judge;
pub(crate) mod row;
pub mod schema;
mod words;
