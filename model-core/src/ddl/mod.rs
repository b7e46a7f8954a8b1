//! SQL for migrations, generated from what a model declares: its table, its unique indexes, and foreign keys to live
//! rows.
// May import: `meta`, `model`, `values`, `sql`, `operation`, `trail`, `query`.
//!
//! The library does not run it. Use it when you write a migration; `check` compares a database with it.
//!
//! ```
//! # use diesel::prelude::*;
//! # use model_core::prelude::*;
//! # diesel::table! { articles (id) { id -> BigInt, slug -> Text, deleted_at -> Nullable<Timestamp>, } }
//! #[derive(Model)]
//! #[model(table = articles, soft_delete)]
//! pub struct Article {
//!     pub id: i64,
//!     #[model(unique)]
//!     pub slug: String,
//!     pub deleted_at: Option<chrono::NaiveDateTime>,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Error> {
//! let indexes = model_core::ddl::unique_indexes::<Article, diesel::sqlite::Sqlite>()?;
//! assert_eq!(
//!     indexes,
//!     ["CREATE UNIQUE INDEX `articles_slug_unique` ON `articles` (`slug`) WHERE `deleted_at` IS NULL"],
//! );
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) mod capture;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) mod declared;
#[cfg(feature = "postgres")]
pub(crate) mod live;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) mod table;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) mod text;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) mod unique;

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use self::capture::{capture, drop_capture};
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#[doc(hidden)]
pub use self::declared::HasTable;
#[cfg(feature = "postgres")]
pub use self::live::live_foreign_keys;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use self::table::create_table;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use self::unique::unique_indexes;
