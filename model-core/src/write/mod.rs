//! One table, one write, and its audit rows: the statements of INSERT, UPDATE and DELETE.
//!
//! May import: `meta`, `model`, `values`, `sql`, `operation`, `trail`, `query`.

pub(crate) mod backend;
pub(crate) mod hard_delete;
pub(crate) mod insert;
#[cfg(feature = "postgres")]
pub(crate) mod pg;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod program;
pub(crate) mod unique;
pub(crate) mod update;
