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

/// For MySQL and MariaDB.
#[cfg(feature = "mysql")]
pub const MYSQL: EmbeddedMigrations = embed_migrations!("migrations/mysql");
