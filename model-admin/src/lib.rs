#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod assets;
mod data;
mod desk;
mod keep;
pub mod migrations;
mod pages;
mod policy;
mod pool;
mod site;
mod staff;
mod web;
mod words;

pub use self::data::Row;
pub use self::desk::{Admin, Columns, Inline, ModelAdmin, OneColumn};
pub use self::desk::{Created, DeletedAtDesk, Edited, PurgedAtDesk, Shown, Traced, Trashed};
pub use self::keep::{DeskConnection, Failure, Session, SessionId};
pub use self::policy::{Access, Act, FullAccess, Policy, Scope, Where};
pub use self::pool::{Pool, Unavailable};
pub use self::site::{Given, IsGiven, Missing, Site};
pub use self::staff::{Account, DeskLogin, Staff};
pub use self::words::Words;
