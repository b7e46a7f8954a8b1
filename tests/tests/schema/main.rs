//! The tables that models declare, and what a check finds in a database that differs.
#![forbid(unsafe_code)]

mod bad;
mod drifts;
mod models;
mod tables;
