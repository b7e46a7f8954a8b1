//! What the desk does. Every function that writes more than one row does it in one transaction.

pub mod accounts;
pub mod articles;
pub mod comments;
pub mod deletion;
mod editor;
pub mod exports;
pub mod notices;
mod password;
pub mod past;
pub mod payments;
pub mod reactions;
mod reference;
pub mod shop;
pub mod tags;
pub mod tasks;
pub mod trail;
pub mod trash;

pub use self::editor::Editor;
pub use self::reference::ArticleRef;
