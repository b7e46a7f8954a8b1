//! How the newsroom prints rows, lists, differences and the audit trail.
//!
//! It may import `models`, `services`, `import` and `text`. It never opens a database: what it prints was loaded
//! before.

mod articles;
mod desk;
mod diff;
mod discrepancies;
mod discussion;
mod history;
mod impact;
mod lines;
mod past;
mod shop;
mod style;
mod table;
mod trail;

pub use self::articles::{article_name, articles, imported, pending, purged, with_counts};
pub use self::desk::{accounts, exports, notices, recipients, tasks};
pub use self::discrepancies::discrepancies;
pub use self::discussion::{moods, thread};
pub use self::history::History;
pub use self::impact::{cascade, impact};
pub use self::past::{ArticleView, article};
pub use self::shop::{methods, orders, payment_method, products};
pub use self::style::Style;
pub use self::table::table;
pub use self::trail::{Names, entries, trail};
