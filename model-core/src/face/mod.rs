//! The public modules that collect names of several folders. May import: every folder.

pub mod bases;
pub(crate) mod broken;
pub(crate) mod broken_values;
pub mod commit;
pub mod fields;
pub mod inherit;
pub mod objects;
pub mod relations;
