//! Upserts, unique constraints and slugs.
#![forbid(unsafe_code)]

mod fault_d3;
mod keys;
mod overwrite;
mod partial;
mod slugs;
mod uniques;
mod upserts;
