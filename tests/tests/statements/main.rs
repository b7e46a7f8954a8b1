//! The SQL of the writes and reads, the form of what is recorded, and what is prepared.
#![forbid(unsafe_code)]

mod contract;
mod identity;
mod known;
mod prepared;
mod snapshots;
