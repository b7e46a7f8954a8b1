//! A connection that only reads.
#![forbid(unsafe_code)]

mod reads;
mod refusals;
