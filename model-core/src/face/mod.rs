//! The public modules whose names come from several floors.

pub mod bases;
pub mod commit;
pub mod fields;
pub mod inherit;
pub mod objects;
pub mod relations;
