//! Upserts, unique constraints and slugs.
#![forbid(unsafe_code)]

mod fault_d3;
mod keys;
mod slugs;
mod uniques;
mod upserts;
