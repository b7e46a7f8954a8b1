//! Rows as JSON, and what a client sends as new rows and patches, judged field by field. All of it works over `META`.
//!
//! May import: `meta`, `model`, `values`, `trail`.

pub(crate) mod judge;
pub(crate) mod row;
pub mod schema;
mod words;
