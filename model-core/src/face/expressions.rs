//! SQL expressions in patches: a setter takes a value, or an expression over the columns of its table.
//!
//! ```
//! use diesel::prelude::*;
//! use model_core::prelude::*;
//! # diesel::table! {
//! #     articles (id) {
//! #         id -> BigInt, title -> Text, slug -> Text, views -> Integer, read_at -> Nullable<Timestamp>,
//! #     }
//! # }
//! # #[derive(Model, Debug)]
//! # #[model(table = articles)]
//! # pub struct Article {
//! #     pub id: i64,
//! #     pub title: String,
//! #     pub slug: String,
//! #     pub views: i32,
//! #     pub read_at: Option<chrono::NaiveDateTime>,
//! # }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn read(article: Article, conn: &mut SqliteConnection) -> Result<(), Error> {
//! // One row. The database adds, so no reader is lost, however many there are at once.
//! let article = article.patch().views(articles::views + 1).read_at(Now).run(conn)?;
//!
//! // A set, with other values beside it.
//! let read = Article::objects().filter(articles::views.gt(9));
//! let changed: usize = read.patch().views(articles::views / 2).title("Old").run(conn)?;
//! # Ok(())
//! # }
//! ```
//!
//! SQL: `UPDATE articles SET views = (articles.views + 1), read_at = ? WHERE id = ? ..`
//!
//! Everything else is as for a value: scope, version, timestamps, actor, hooks and trail. An entry of the trail shows
//! the old and the new value of the row, which was locked in between; a row that would not change is not written; and
//! `.run(conn)` returns the row as it is stored.
//!
//! # What an expression is
//!
//! Any expression of Diesel with the SQL type of the column, over columns of the same table, without aggregates, that
//! owns its values: arithmetic, another column, SQL functions, `case_when(..)`. Each enabled backend has to support it.
//! For a column that is `Nullable` write `.nullable()` after an expression that is never NULL. As everywhere in SQL,
//! `views + 1` is NULL where `views` is.
//!
//! [`Now`] is the instant of the write, in a field that can hold a timestamp: that of `updated_at` and of the trail, or
//! the one given by `.at(..)`. `diesel::dsl::now` is the clock of the database, for the SQL types that Diesel has it
//! for.
//!
//! # What only a value can set
//!
//! - A field with `max_length`, `check`, `validate` or `belongs_to`: the library looks at the value before it is
//!   written. With `#[model(check = is_enough, expressions)]` an expression can set it too, and the option looks at
//!   values alone: have the database judge the rest, by a CHECK constraint ([`Error::Check`](crate::Error::Check)).
//! - A field whose type has other values than its column, such as choices and generic references: see [`Computable`].
//!
//! Both are errors of the compiler. A patch that was deserialized has values only.
//!
//! # Hooks
//!
//! In a `before_patch` hook, such a column is set, but [`get`](crate::hooks::Draft::get) returns no value, because
//! nobody knows it yet; [`is_computed`](crate::hooks::Draft::is_computed) tells. A value that the hook sets replaces
//! the expression. The `after_patch` hook sees the stored row, and can still refuse it.
//!
//! # Several columns in one patch
//!
//! Every expression sees the row as it was. MySQL and MariaDB set one column after the other, so the library puts an
//! expression before the columns that it names; if two of them name each other, as in a swap, the write fails there.

pub use crate::values::assign::{Computable, Now};
