//! The DELETE of `hard_delete`.

#[cfg(feature = "postgres")]
pub(crate) mod pg;
pub(crate) mod plain;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod program;
