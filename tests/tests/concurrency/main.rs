//! Several connections at once, and programs at random.
#![forbid(unsafe_code)]

mod cached;
mod concurrency;
mod packets;
mod races;
mod random;
mod replay;
