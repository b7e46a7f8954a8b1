//! Removal for good.

#[cfg(feature = "postgres")]
pub(crate) mod pg;
mod plain;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod program;
