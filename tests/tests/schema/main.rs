//! The tables that models declare, and what a check finds in a database that differs.
#![forbid(unsafe_code)]

mod bad;
mod drifts;
mod drifts_own;
mod edits;
#[path = "../relations/firm.rs"]
mod firm;
mod keyed;
mod lists;
mod migrate;
mod models;
mod printed;
mod tables;
mod views;
