//! The newsroom: an editorial desk with authors, articles, comments, reactions and tags, accounts, tasks, notices, exports
//! and a shop with payment methods, built on `model-core`.
//!
//! Start with [`models`], which is what an application writes, and [`services`], which is what it does with it. The rest
//! is a command line around them.
#![forbid(unsafe_code)]

pub mod cli;
pub mod commands;
pub mod db;
mod error;
pub mod events;
pub mod import;
pub mod models;
pub mod report;
pub mod schema;
pub mod services;
mod tour;

pub use self::error::{Error, Result};
