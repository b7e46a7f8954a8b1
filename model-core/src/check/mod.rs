//! Compares models with a live database. It only reads catalogs, and changes nothing.
// May import: everything below.
//!
//! ```
//! # use diesel::prelude::*;
//! # use model_core::prelude::*;
//! # diesel::table! { tags (id) { id -> BigInt, name -> Text, } }
//! #[derive(Model)]
//! #[model(table = tags)]
//! pub struct Tag {
//!     pub id: i64,
//!     #[model(unique)]
//!     pub name: String,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Error> {
//! # let conn = &mut SqliteConnection::establish(":memory:").unwrap();
//! diesel::sql_query("CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT)").execute(conn)?;
//! let report = model_core::check::<(Tag,)>(conn)?.allow("setting");
//! let ids: Vec<&str> = report.findings().iter().map(|finding| finding.id).collect();
//! assert_eq!(ids, ["null.allowed", "unique.missing", "key.reused"]);
//!
//! use diesel::connection::SimpleConnection;
//! for statement in report.sql() {
//!     conn.batch_execute(statement)?;
//! }
//! assert!(model_core::check::<(Tag,)>(conn)?.is_empty());
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```
//!
//! Each [`Finding`] has a stable id, so that a [`Report`] can [`allow`](Report::allow) it. The guide lists the ids.

mod actual;
pub(crate) mod catalog;
mod compare;
#[cfg(feature = "list")]
mod lists;
mod meaning;
mod mend;
pub mod migrate;
mod report;
pub(crate) mod schema;
mod tokens;
mod types;

pub use self::catalog::Catalog;
#[cfg(feature = "list")]
#[doc(hidden)]
pub use self::lists::declarations_with;
#[cfg(feature = "list")]
pub use self::lists::{SortedLists, with_lists};
pub use self::report::{Finding, Report, Severity};
pub use self::schema::Models;

use crate::check::schema::Declarations;
use crate::meta::error::{Error, Result};
use diesel::connection::LoadConnection;
use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Compares models with the database of a connection: `check::<(Article, Comment)>(conn)`. See the
/// [module](mod@crate::check).
///
/// It reads catalogs and settings, with eight statements, however many models there are. A model includes the models
/// that extend it, and the trail if it is audited. Deletion policies are compared between the models that are named.
///
/// SQL: `SELECT .. FROM pg_catalog.pg_class ..` and the like
///
/// # Errors
/// Errors of the connection. A catalog that the user may not read is a finding.
pub fn check<T: Models>(conn: &mut impl LoadConnection<Backend: Catalog>) -> Result<Report> {
    of(conn, &declarations::<T>()?)
}

/// The declarations of the models.
///
/// # Errors
/// A name that cannot be quoted; no such name is known.
#[doc(hidden)]
pub fn declarations<T: Models>() -> Result<Declarations> {
    let mut declarations = Declarations::default();
    T::declare(&mut declarations)?;
    Ok(declarations)
}

/// Compares the declarations with the database of a connection.
///
/// # Errors
/// As for [`check`].
#[doc(hidden)]
pub fn of<Conn, DB>(conn: &mut Conn, declarations: &Declarations) -> Result<Report>
where
    Conn: LoadConnection<Backend = DB>,
    DB: Catalog,
{
    let (names, schemas) = declarations.names();
    let actual = match catalog::read(conn, &names, &schemas) {
        Ok(actual) => actual,
        Err(error) => return unreadable(error),
    };
    Ok(Report::of(compare::compare(declarations, &actual)?))
}

/// If the database refuses to show something, that is a finding; if the connection fails, it is an error.
fn unreadable(error: Error) -> Result<Report> {
    let Error::Database(DieselError::DatabaseError(kind, information)) = error else { return Err(error) };
    if matches!(kind, DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand) {
        return Err(Error::Database(DieselError::DatabaseError(kind, information)));
    }
    let message = format!("the catalogs cannot be read: {}", information.message().replace('\n', " "));
    let (id, severity, model) = ("catalog.unreadable", Severity::Error, "database");
    Ok(Report::of(vec![Finding { id, severity, model, field: None, message, sql: Vec::new() }]))
}

#[cfg(feature = "async")]
#[path = "../../twins/check/mod.rs"]
pub(crate) mod twin;
