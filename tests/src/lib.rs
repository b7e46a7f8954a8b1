//! What the behaviour tests share: a database per test on every backend, a schema, models over it, and instruments.
//!
//! A behaviour test is written once, inside [`on_every_backend!`], and becomes one `#[test]` for each enabled feature
//! of this package (`sqlite`, `postgres`, `mysql`).
#![forbid(unsafe_code)]

pub mod backend;
pub mod connections;
pub mod crash;
mod each;
pub mod make;
pub mod models;
mod recorder;
pub mod schema;
mod trail;

pub use self::backend::{Database, TestConnection};
pub use self::recorder::{Recorder, sql_of};
pub use self::trail::{actions, recorded};

/// The example of the README, compiled.
#[cfg(all(doctest, feature = "sqlite"))]
#[doc = include_str!("../../README.md")]
pub struct Readme;
