//! The derives in surroundings that generated code must not notice: names of the user's own, other derives beside
//! them, other macros around them, and lints that are denied.
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused_lifetimes,
    unused_qualifications
)]
#![allow(dead_code)]
#![deny(clippy::all, clippy::pedantic)]
// What these say of hand-written code is asked nowhere else in the workspace.
#![allow(clippy::must_use_candidate, clippy::wildcard_imports, clippy::needless_pass_by_value)]

mod bases;
mod beside_diesel;
mod clashing_methods;
mod conditional;
mod fault_e4;
mod fields_named_like_methods;
mod generated;
mod in_a_function;
mod named_like_a_crate;
mod shadowed;
mod tables;
mod unused;
pub mod visible;
