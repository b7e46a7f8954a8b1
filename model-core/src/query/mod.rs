//! Reading rows: the scoped query, named conditions, relations, generic references.
//!
//! May import: `meta`, `model`, `values`, `sql`, `operation`.

pub(crate) mod bases;
pub(crate) mod child;
pub mod condition;
pub mod generic;
pub(crate) mod objects;
pub(crate) mod proxies;
pub(crate) mod relations;
