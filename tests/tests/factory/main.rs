//! Rows that factories make.
#![forbid(unsafe_code)]

#[path = "../relations/firm.rs"]
mod firm;
mod keyed;
mod parents;
mod rules;
