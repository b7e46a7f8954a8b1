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
//! // A set, with other values in the same patch.
//! let read = Article::objects().filter(articles::views.gt(9));
//! let changed: usize = read.patch().views(articles::views / 2).title("Old").run(conn)?;
//! # Ok(())
//! # }
//! ```
//!
//! SQL: `UPDATE articles SET views = (articles.views + 1), read_at = ? WHERE id = ? ..`
//!
//! Everything else is the same as for a value: scope, version, timestamps, actor, hooks and trail. An entry of the
//! trail shows the old and the new value of the row, which was locked in between. A row that would not change is not
//! written. `.run(conn)` returns the row as it is stored.
//!
//! # What an expression can be
//!
//! Any Diesel expression with the SQL type of the column, over columns of the same table, without aggregates, that owns
//! its values: arithmetic, another column, SQL functions, `case_when(..)`. Each enabled backend must support it. For a
//! `Nullable` column, write `.nullable()` after an expression that is never NULL. As everywhere in SQL, `views + 1` is
//! NULL if `views` is NULL.
//!
//! [`Now`] is the instant of the write, in a field that can hold a timestamp: the same as in `updated_at` and in the
//! trail, or the one given by `.at(..)`. `diesel::dsl::now` is the clock of the database, for the SQL types for which
//! Diesel has it.
//!
//! # Fields that accept only values
//!
//! - A field with `max_length`, `check`, `validate` or `belongs_to`: the library checks the value before it is written.
//!   With `#[model(check = is_enough, expressions)]`, an expression can set it too, but the option checks only values.
//!   Add a CHECK constraint for the rest ([`Error::Check`](crate::Error::Check)).
//! - A field whose type does not allow all values of its column, such as choices and generic references: see
//!   [`Computable`].
//!
//! Both are compile errors. A patch that was deserialized contains only values.
//!
//! # Hooks
//!
//! In a `before_patch` hook, such a column is set, but [`get`](crate::hooks::Draft::get) returns no value, because it
//! is not known yet; [`is_computed`](crate::hooks::Draft::is_computed) is true. A value that the hook sets replaces the
//! expression. The `after_patch` hook sees the stored row, and can still refuse it.
//!
//! # Several columns in one patch
//!
//! Every expression sees the row as it was. MySQL and MariaDB assign one column after the other, so the library puts an
//! expression before the columns that it uses; if two of them use each other, as in a swap, the write fails there.

pub use crate::values::assign::{Computable, Now};
