//! What can go wrong, as one enum.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};
use std::fmt;

/// The result of a write.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a write was not done. Nothing is written when an error is returned, audit rows included.
///
/// Converts from Diesel's error, so it can be the error type of `conn.transaction`. No variant shows a value of a
/// row: database messages that quote values are reduced to the name of the constraint.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no such row.
    NotFound,
    /// The row is there, and deleted: a live row was needed.
    Deleted,
    /// The row is there, and live: a deleted row was needed (a `restore` of a row that was restored meanwhile).
    NotDeleted,
    /// A value was refused before anything was sent to the database.
    Invalid {
        /// The first field that was refused.
        field: &'static str,
        /// Why.
        message: String,
        /// The other fields that were refused in the same write.
        others: Vec<FieldError>,
    },
    /// The database refused a duplicate.
    UniqueViolation {
        /// What the database calls the constraint: its name on PostgreSQL and MySQL/MariaDB, `table.column` (several
        /// separated by a comma) or `index 'name'` on SQLite.
        constraint: String,
    },
    /// The database refused a reference to a row that is not there, or the removal of one that is still referred to.
    ForeignKey {
        /// The constraint's name where the database gives it (not on SQLite).
        constraint: Option<String>,
    },
    /// A column's value must not be NULL.
    NotNull {
        /// The column where the database names it.
        column: Option<String>,
    },
    /// A check constraint of the database refused the row.
    Check {
        /// The constraint's name where the database gives it.
        constraint: Option<String>,
    },
    /// Two transactions stood in each other's way and this one was undone: the same call may succeed when repeated.
    Conflict,
    /// Any other error of the database or of the connection.
    Database(DieselError),
}

/// One field that was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the field.
    pub field: &'static str,
    /// Why it was refused.
    pub message: String,
}

impl Error {
    /// A refusal of one field.
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { field, message: message.into(), others: Vec::new() }
    }

    /// All refusals of one write as one error, or none.
    pub(crate) fn from_refusals(refusals: Vec<FieldError>) -> Result<()> {
        let mut refusals = refusals.into_iter();
        match refusals.next() {
            None => Ok(()),
            Some(FieldError { field, message }) => Err(Self::Invalid { field, message, others: refusals.collect() }),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such row"),
            Self::Deleted => f.write_str("the row is deleted"),
            Self::NotDeleted => f.write_str("the row is not deleted"),
            Self::Invalid { field, message, others } => {
                write!(f, "{field}: {message}")?;
                others.iter().try_for_each(|other| write!(f, "; {}: {}", other.field, other.message))
            }
            Self::UniqueViolation { constraint } => write!(f, "a row with this value exists already ({constraint})"),
            Self::ForeignKey { constraint: Some(constraint) } => {
                write!(f, "a row that this one refers to is missing, or this one is still referred to ({constraint})")
            }
            Self::ForeignKey { constraint: None } => {
                f.write_str("a row that this one refers to is missing, or this one is still referred to")
            }
            Self::NotNull { column: Some(column) } => write!(f, "{column} must have a value"),
            Self::NotNull { column: None } => f.write_str("a column that must have a value has none"),
            Self::Check { constraint: Some(constraint) } => write!(f, "a check of the database failed ({constraint})"),
            Self::Check { constraint: None } => f.write_str("a check of the database failed"),
            Self::Conflict => f.write_str("another transaction stood in the way: try again"),
            Self::Database(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(kind, information) => from_database(kind, information),
            // A value that our own nodes refuse while they are bound travels inside Diesel's error.
            DieselError::SerializationError(inner) => match inner.downcast::<Refusal>() {
                Ok(refusal) => Self::invalid(refusal.0.field, refusal.0.message),
                Err(inner) => Self::Database(DieselError::SerializationError(inner)),
            },
            other => Self::Database(other),
        }
    }
}

fn from_database(kind: DatabaseErrorKind, information: Box<dyn DatabaseErrorInformation + Send + Sync>) -> Error {
    let constraint = constraint_name(&*information);
    match kind {
        DatabaseErrorKind::UniqueViolation => {
            Error::UniqueViolation { constraint: constraint.unwrap_or_else(|| "unique".to_owned()) }
        }
        DatabaseErrorKind::ForeignKeyViolation => Error::ForeignKey { constraint },
        DatabaseErrorKind::NotNullViolation => Error::NotNull {
            column: information.column_name().map(str::to_owned).or_else(|| after_colon(&*information)),
        },
        DatabaseErrorKind::CheckViolation => {
            Error::Check { constraint: constraint.or_else(|| after_colon(&*information)) }
        }
        DatabaseErrorKind::SerializationFailure => Error::Conflict,
        // Diesel has no kind for these: the servers say it in words only, and the words are fixed.
        _ if is_check_in_words(information.message()) => Error::Check { constraint },
        _ if information.message().starts_with("Deadlock found") || information.message() == "deadlock detected" => {
            Error::Conflict
        }
        kind => Error::Database(DieselError::DatabaseError(kind, information)),
    }
}

/// PostgreSQL names the constraint; SQLite ends its message with the columns; MySQL/MariaDB quote the key's name last
/// (and the duplicate value before it, which must not get out).
fn constraint_name(information: &(dyn DatabaseErrorInformation + Send + Sync)) -> Option<String> {
    if let Some(name) = information.constraint_name() {
        return Some(name.to_owned());
    }
    let message = information.message();
    if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        return Some(columns.to_owned());
    }
    if let Some((_, key)) = message.rsplit_once("for key '") {
        return Some(key.trim_end_matches('\'').to_owned());
    }
    if let Some(rest) = message.strip_prefix("Check constraint '") {
        return rest.split_once('\'').map(|(name, _)| name.to_owned());
    }
    let (_, rest) = message.rsplit_once("CONSTRAINT `")?;
    rest.split_once('`').map(|(name, _)| name.to_owned())
}

/// MariaDB: "CONSTRAINT `name` failed for .."; MySQL: "Check constraint 'name' is violated."
fn is_check_in_words(message: &str) -> bool {
    (message.starts_with("CONSTRAINT `") && message.contains("` failed for "))
        || (message.starts_with("Check constraint '") && message.ends_with("' is violated."))
}

fn after_colon(information: &(dyn DatabaseErrorInformation + Send + Sync)) -> Option<String> {
    let (_, name) = information.message().split_once("constraint failed: ")?;
    Some(name.to_owned())
}

/// A refused value on its way through Diesel's error type.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) FieldError);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.field, self.0.message)
    }
}

impl std::error::Error for Refusal {}
