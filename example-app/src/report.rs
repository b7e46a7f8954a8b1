//! What the newsroom prints.

mod articles;
mod breaks;
mod desk;
mod diff;
mod history;
mod ink;
mod lines;
mod past;
mod shop;
mod table;
mod taken;
mod talk;
mod text;
mod trail;

pub use self::articles::{articles, pending, with_counts};
pub use self::breaks::breaks;
pub use self::desk::{accounts, exports, notices, recipients, tasks};
pub use self::history::History;
pub use self::ink::Ink;
pub use self::past::{Told, article};
pub use self::shop::{means, methods, orders, price, products};
pub use self::table::table;
pub use self::taken::{moved, taken};
pub use self::talk::{moods, thread};
pub use self::text::{counted, fit, listed, moment};
pub use self::trail::{Who, entries, trail};
