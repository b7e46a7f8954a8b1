//! Edits of a row: versions, validation, what is saved and read back.
#![forbid(unsafe_code)]

mod edits;
mod reading_back;
mod validation;
mod versions;
