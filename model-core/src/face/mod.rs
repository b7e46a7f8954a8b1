//! The public modules that collect names of several folders. May import: every folder.

#[cfg(feature = "async")]
pub mod asynchronous;
pub mod bases;
pub mod commit;
pub mod fields;
pub mod inherit;
pub mod objects;
pub mod relations;
