//! Several connections at once, and programs at random.
#![forbid(unsafe_code)]

mod concurrency;
mod races;
mod random;
mod replay;
