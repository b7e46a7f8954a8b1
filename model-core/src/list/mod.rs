//! Lists for clients: filters, a search, an order and pages, parsed from a query string.
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
//! | parameter | declared by | selects rows |
//! |---|---|---|
//! | `q=sea` | `search` | of which one of the columns contains the text |
//! | `status=draft` | `filter`, `filter_range`, `filter_text` | with this value, or with one of several values |
//! | `status.not=draft` | the same | without this value, or these values; rows with NULL match as well |
//! | `source.null=true` | the same, for a nullable column | with NULL; `false`: without NULL |
//! | `published_at.from=2026-01-31` | `filter_range` | with this value or a larger one |
//! | `published_at.before=2026-02-28` | `filter_range` | with a smaller value |
//! | `title.contains=sea` | `filter_text` | whose text contains this one |
//! | `author.name=Ada` | `filter_parent` | whose parent has this value, and is live by default |
//! | `sort=-title,created_at` | `sort` | in this order; `-` is descending |
//! | `limit=25` | `page_size` | at most this many |
//! | `after=..`, `before=..` | | after the cursor `next` of a page, or before its cursor `previous` |
//! | `count=true` | | also returns the number of rows |
//!
//! Anything else is an error that names the parameter. Values have the same format as in the audit trail
//! ([`Encoding`](crate::audit::Encoding)): `true`, `7`, `1.5`, `2026-01-31T12:00:00Z`; an instant may also be a date.
//! The database compares texts in its own way: case-insensitively on MariaDB, if the collation says so. A search and
//! `contains` ignore case on every backend: with `ILIKE` on PostgreSQL, with the collation on MySQL and MariaDB, and
//! with `LOWER` on SQLite, which handles only ASCII letters.
//!
//! # Pages
//!
//! A page starts where the page before it ended, by the values of its last row. So a page deep in a list costs as much
//! as the first one, and new or removed rows do not shift the others. The key is the last part of every order. An index
//! on the columns of the order works for both directions. NULL is sorted as in the default order of a model: it is
//! smaller than any value.
//!
//! # Columns that are not allowed
//!
//! The columns are Diesel's columns, so a column of another table, or one that does not exist, does not compile.
//! Neither does a column that is masked in the trail, or write-only, because clients could guess its values with orders
//! and filters. [`by_names`](ListOf::by_names) has the same rules for code that only knows names, and returns an error.

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
mod part;
mod plan;
mod query_string;
mod run;
mod seek;
mod statement;

pub use self::any::AnyRows;
pub use self::backend::ListDialect;
pub use self::batches::InBatches;
pub use self::columns::{ColumnOf, ColumnsOf};
pub use self::cursor::Cursor;
pub use self::declare::{ListNames, ListOf};
pub use self::error::{ListError, ListErrors};
pub use self::plan::ListAsk;
pub use self::run::{ListPage, ListQuery, Total};
#[doc(hidden)]
pub use self::run::{ListedRows, PageOf};

use crate::model::Model;

/// The lists of a model. Implemented for every model, and imported with the prelude.
pub trait ModelLists: Model {
    /// Starts to declare a list.
    fn lists() -> ListOf<Self> {
        ListOf::new()
    }
}

impl<M: Model> ModelLists for M {}
