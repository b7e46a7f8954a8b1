//! What the newsroom prints.

mod articles;
mod breaks;
mod diff;
mod history;
mod ink;
mod lines;
mod past;
mod table;
mod text;
mod trail;

pub use self::articles::{Context, articles, pending};
pub use self::breaks::breaks;
pub use self::history::History;
pub use self::ink::Ink;
pub use self::past::article;
pub use self::table::table;
pub use self::text::{counted, fit, moment};
pub use self::trail::{Who, entries, trail};
