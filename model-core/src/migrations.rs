//! The migrations of the library's own table, embedded, one set per backend.
//!
//! ```no_run
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! use diesel::Connection;
//! use diesel_migrations::MigrationHarness;
//!
//! let mut conn = diesel::SqliteConnection::establish("app.db")?;
//! conn.run_pending_migrations(model_core::migrations::SQLITE)?;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```
//!
//! The versions start in the year 2000, so they run before an application's own.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// For SQLite.
#[cfg(feature = "sqlite")]
pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// For PostgreSQL.
#[cfg(feature = "postgres")]
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// For PostgreSQL, with the trail in one table for each month (in UTC): for trails so large that old entries have to go
/// a month at a time. Use it in place of [`POSTGRES`], never beside it, and call
/// [`AuditLog::add_month`](crate::AuditLog::add_month) ahead of each month; reads and writes stay the same. Histories of
/// one row are looked up in the index of every month.
#[cfg(feature = "postgres")]
pub const POSTGRES_BY_MONTH: EmbeddedMigrations = embed_migrations!("migrations/postgres_by_month");

/// For MySQL and MariaDB.
#[cfg(feature = "mysql")]
pub const MYSQL: EmbeddedMigrations = embed_migrations!("migrations/mysql");
