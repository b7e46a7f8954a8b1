//! What the newsroom prints.

mod articles;
mod history;
mod table;
mod text;
mod trail;

pub use self::articles::{Context, articles, pending};
pub use self::history::history;
pub use self::table::table;
pub use self::text::{counted, fit, moment};
pub use self::trail::{Who, entries, trail};
