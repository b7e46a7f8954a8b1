//! What the desk does. Every function that writes more than one row does it in one transaction.

pub mod articles;
pub mod comments;
pub mod deletion;
mod editor;
pub mod past;
pub mod reactions;
mod reference;
pub mod tags;
pub mod trail;
pub mod trash;

pub use self::editor::Editor;
pub use self::reference::ArticleRef;
