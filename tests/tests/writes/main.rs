//! Writes to one row: creating, patching, deleting, and what each refuses.
#![forbid(unsafe_code)]

mod actors;
mod choices;
mod creating;
mod data;
mod deleting;
mod epochs;
mod errors;
mod expressions;
mod fault_d1;
mod foreign_types;
mod generic;
mod including_deleted;
mod keys;
mod lifecycles;
mod moving;
mod patching;
mod restoring;
mod returning;
mod rollback;
mod secrets;
mod stale;
mod timestamps;
mod unread;
mod values;
