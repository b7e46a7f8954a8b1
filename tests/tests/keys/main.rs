//! Keys of every type: what the trail files a row under, and what finds the row again; values of other crates.
#![forbid(unsafe_code)]

mod every;
mod models;
mod others;
mod text;
