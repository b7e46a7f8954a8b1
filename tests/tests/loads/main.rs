//! Loads as values: filters, orders, limits for each row, levels, aggregates and expressions beside rows.
#![forbid(unsafe_code)]

mod annotated;
mod limits;
mod load_snapshots;
mod plans;
mod random;
