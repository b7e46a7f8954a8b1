//! Rows that factories make.
#![forbid(unsafe_code)]

mod parents;
mod rules;
