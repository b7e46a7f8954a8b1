//! Writes to sets of rows, counted or read back.
#![forbid(unsafe_code)]

mod absent;
mod arrays;
mod bulk;
mod counted;
mod counting;
mod expressions;
mod given_sets;
mod in_batches;
mod many;
