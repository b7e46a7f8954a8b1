//! The embedded migrations of the library's own table, one set for each backend.
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
//! Their versions start in the year 2000, so they run before the application's migrations.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// For SQLite.
#[cfg(feature = "sqlite")]
pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// For PostgreSQL.
#[cfg(feature = "postgres")]
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// For PostgreSQL, with a partition of the trail for each month (in UTC): for trails so large that old entries have to
/// be removed by the month. Use it instead of [`POSTGRES`], never with it, and call
/// [`AuditLog::add_month`](crate::AuditLog::add_month) before each month begins; reads and writes stay the same. The
/// history of a row is searched in the index of every month.
#[cfg(feature = "postgres")]
pub const POSTGRES_BY_MONTH: EmbeddedMigrations = embed_migrations!("migrations/postgres_by_month");

/// For MySQL and MariaDB.
#[cfg(feature = "mysql")]
pub const MYSQL: EmbeddedMigrations = embed_migrations!("migrations/mysql");
