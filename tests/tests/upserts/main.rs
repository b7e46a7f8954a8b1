//! Upserts, unique constraints and slugs.
#![forbid(unsafe_code)]

mod slugs;
mod uniques;
mod upserts;
