//! The newsroom: an editorial desk with authors, articles, comments, reactions and tags, accounts, tasks, notices,
//! exports and a shop with payment methods, built on `model-core`.
//!
//! Start with [`models`], which an application declares, and [`services`], which use them. The rest is a command line
//! around them.
//!
//! Imports go one way only. From the bottom: `text`, `error`, `schema`, `db`, `models`, `events`, `mail`, `services`,
//! `web`, `import`, `report`, `cli`, `session`, `tour`, `commands`. No two files import each other, except in `models`,
//! where a relation is declared on both sides.
#![forbid(unsafe_code)]

pub mod cli;
pub mod commands;
pub mod db;
mod error;
pub mod events;
pub mod import;
pub mod mail;
pub mod models;
pub mod report;
pub mod schema;
pub mod services;
mod session;
pub mod text;
mod tour;
pub mod web;

pub use self::error::{Error, Result};
