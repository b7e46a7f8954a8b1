//! Lists that a client asks for: filters, a search, an order and pages, out of a query string.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::list::Total;
//! use model_core::prelude::*;
//! # diesel::table! {
//! #     articles (id) { id -> BigInt, title -> Text, slug -> Text, status -> Text, author_id -> BigInt,
//! #         published_at -> Nullable<Timestamp>, deleted -> Bool, }
//! # }
//! # #[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
//! # pub enum Status { Draft, Published }
//! # #[derive(Model, Debug)]
//! # #[model(table = articles, soft_delete)]
//! # pub struct Article {
//! #     pub id: i64, pub title: String, pub slug: String, #[model(default = Status::Draft)] pub status: Status,
//! #     pub author_id: i64, pub published_at: Option<chrono::NaiveDateTime>, pub deleted: bool,
//! # }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn at_the_desk(query: &str, secret: &[u8], conn: &mut SqliteConnection) -> Result<(), Error> {
//! let list = Article::lists()
//!     .search((articles::title, articles::slug))
//!     .filter(articles::status)
//!     .filter(articles::author_id)
//!     .filter_range(articles::published_at)
//!     .sort((articles::title, articles::published_at))
//!     .default_sort("-published_at")
//!     .page_size(25, 100)
//!     .signed(secret);
//!
//! // "status=draft&sort=-title&limit=10&count=true"
//! let ask = list.parse(query)?;
//! let page = Article::objects().list(&ask).load(conn)?;
//! for article in &page.rows {
//!     println!("{}", article.title);
//! }
//! if let Some(next) = &page.next {
//!     println!("after={next}");
//! }
//! if let Total::AtLeast(count) = page.total {
//!     println!("more than {count} articles");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Parameters
//!
//! | parameter | declared by | rows |
//! |---|---|---|
//! | `q=sea` | `search` | in which one of the columns contains the text |
//! | `status=draft` | `filter`, `filter_range`, `filter_text` | with this value; given several times: with one of them |
//! | `status.not=draft` | the same | without this value, or these values: also where it is NULL |
//! | `source.null=true` | the same, for a column that can hold NULL | without a value; `false`: with one |
//! | `published_at.from=2026-01-31` | `filter_range` | with this value or a larger one |
//! | `published_at.before=2026-02-28` | `filter_range` | with a smaller value |
//! | `title.contains=sea` | `filter_text` | whose text contains this one |
//! | `author.name=Ada` | `filter_parent` | whose parent has this value, and is live if the relation asks for live ones |
//! | `sort=-title,created_at` | `sort` | in this order; `-` is descending |
//! | `limit=25` | `page_size` | at most so many |
//! | `after=..`, `before=..` | | after the cursor `next` of a page, or before its cursor `previous` |
//! | `count=true` | | and how many there are |
//!
//! Anything else is an error that names the parameter. Values have the form that they have in the audit trail
//! ([`Encoding`](crate::audit::Encoding)): `true`, `7`, `1.5`, `2026-01-31T12:00:00Z`; a point in time may be a date
//! alone. A text is compared as the database compares it: without regard to case on MariaDB, if its collation says so.
//! A search and `contains` ignore case everywhere: by `ILIKE` on PostgreSQL, by the collation on MySQL and MariaDB, and
//! on SQLite, which knows only ASCII letters, by `LOWER`.
//!
//! # Pages
//!
//! A page begins where the page before it ended, by the values of its last row, so that a page deep within a list costs
//! what the first one does, and rows that come or go do not move the others. The key is the last part of every order.
//! An index on the columns of the order serves both directions. NULL comes where the default order of a model has it:
//! it is smaller than any value.
//!
//! # What it refuses to declare
//!
//! The columns are those of Diesel, so one of another table, or one that does not exist, does not compile. Neither does
//! a column that is masked in the trail, or that is written only: an order or a filter would show its values
//! one guess at a time. [`by_names`](ListOf::by_names) has the same rules for code that knows names alone, and says it
//! by an error.

mod any;
mod backend;
mod batches;
mod bound;
mod columns;
mod cursor;
mod declare;
mod declared;
mod error;
mod parse;
mod plan;
mod query_string;
mod run;
mod statement;

pub use self::any::AnyRows;
pub use self::backend::ListDialect;
pub use self::batches::InBatches;
pub use self::columns::{ColumnOf, ColumnsOf};
pub use self::cursor::Cursor;
pub use self::declare::{ListNames, ListOf};
pub use self::error::{ListError, ListErrors};
pub use self::plan::ListAsk;
pub use self::run::{ListPage, ListQuery, ListedRows, PageOf, Total};

use crate::model::Model;

/// The lists of a model. Implemented for every model, and imported with the prelude.
pub trait ModelLists: Model {
    /// Begins to declare a list.
    fn lists() -> ListOf<Self> {
        ListOf::new()
    }
}

impl<M: Model> ModelLists for M {}
