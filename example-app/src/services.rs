//! What the newsroom does. A function that writes more than one row does so in one transaction.
//!
//! It may import `models`, `schema`, `events`, `db`, `error` and `text`: no service prints, or knows the command line.

pub mod accounts;
pub mod articles;
mod blank;
pub mod comments;
pub mod deletion;
pub mod demo;
mod editor;
pub mod exports;
pub mod notices;
mod password;
pub mod past;
pub mod payments;
pub mod policy;
pub mod reactions;
pub mod reading;
mod reference;
pub mod shop;
pub mod staff;
pub mod tags;
pub mod tasks;
pub mod tokens;
pub mod trail;
pub mod trash;
pub(crate) mod visitor;

pub use self::editor::Editor;
pub use self::reference::ArticleRef;
