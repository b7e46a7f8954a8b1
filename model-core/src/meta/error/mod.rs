//! What can go wrong, as one enum.

pub(crate) mod database;
pub(crate) mod unique;

use diesel::result::Error as DieselError;
use std::fmt;

/// The result of a write.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a write was not done. Nothing is written when an error is returned, audit rows included.
///
/// There is one exception: when the database has done the write and the row that it returns cannot be read into the
/// struct (a text that is none of the choices, in a column that the write did not set), the error is
/// `Database(DeserializationError)` and the write stands, with its audit row, unless it is in a transaction that the
/// error ends. MySQL and MariaDB return no rows, so there this also holds for the SELECT after an
/// unaudited create or patch of one row: it can lose the connection, or find that somebody has removed the row in between
/// ([`NotFound`](Self::NotFound)).
///
/// Converts from Diesel's error, so it can be the error type of `conn.transaction`. Messages of the database that
/// quote a value of a row are shown without it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no such row.
    NotFound,
    /// The row is there, and deleted: a live row was needed.
    Deleted,
    /// The row is there, and live: a deleted row was needed (a `restore` of a row that was restored meanwhile).
    NotDeleted,
    /// Somebody else has written the row since the caller loaded it: the model counts the writes to its rows, and this one
    /// started from an old state. Load the row again, and decide again.
    Stale {
        /// The version that the write started from.
        expected: i64,
        /// The version of the row now.
        found: i64,
    },
    /// A value was refused before anything was sent to the database.
    Invalid {
        /// The first field that was refused.
        field: &'static str,
        /// Why.
        message: String,
        /// The other fields that were refused in the same write.
        others: Vec<FieldError>,
    },
    /// A hook of the application refused the write, by [`Error::refused`].
    Refused {
        /// What refused it: the model, or a rule by its name.
        by: &'static str,
        /// Why.
        message: String,
    },
    /// Something is to run after the commit, and the library cannot see the commit: the write is in a transaction that
    /// [`transaction`](crate::transaction()) did not open, or without its unit. Nothing was written.
    CommitUnseen {
        /// What is wrong, and what to do instead.
        why: &'static str,
    },
    /// The database refused a duplicate.
    UniqueViolation {
        /// The field that has to be unique: the one with `#[model(unique)]`, or the first of the key. None when the
        /// index is not declared on the model, or under another name.
        field: Option<&'static str>,
        /// What the database calls the constraint: its name on PostgreSQL and MySQL/MariaDB, `table.column` (several
        /// separated by a comma) or `index 'name'` on SQLite.
        constraint: String,
    },
    /// The database refused a reference to a row that is not there, or the removal of one that is still referred to.
    ForeignKey {
        /// The constraint's name where the database gives it (not on SQLite).
        constraint: Option<String>,
    },
    /// The row belongs to a row that is deleted: it cannot be created, moved or restored there.
    ParentDeleted {
        /// The model of the parent.
        parent: &'static str,
        /// The field that refers to it.
        field: &'static str,
    },
    /// The row cannot be deleted while others belong to it.
    Restricted {
        /// The model of the rows that hold it.
        by: &'static str,
        /// How many there are.
        count: usize,
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

    /// The refusal of a write by a hook: `by` is the model, or a rule by its name.
    pub fn refused(by: &'static str, message: impl Into<String>) -> Self {
        Self::Refused { by, message: message.into() }
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
            Self::Stale { expected, found } => {
                write!(f, "the row was modified concurrently: expected version {expected}, found {found}")
            }
            Self::Invalid { field, message, others } => {
                write!(f, "{field}: {message}")?;
                others.iter().try_for_each(|other| write!(f, "; {}: {}", other.field, other.message))
            }
            Self::Refused { by, message } => write!(f, "{by}: {message}"),
            Self::CommitUnseen { why } => f.write_str(why),
            Self::UniqueViolation { field, constraint } => {
                field.iter().try_for_each(|field| write!(f, "{field}: "))?;
                write!(f, "a row with this value already exists ({constraint})")
            }
            Self::ForeignKey { constraint: Some(constraint) } => {
                write!(f, "the referenced row does not exist, or other rows still reference this row ({constraint})")
            }
            Self::ForeignKey { constraint: None } => {
                f.write_str("the referenced row does not exist, or other rows still reference this row")
            }
            Self::ParentDeleted { parent, field } => write!(f, "the `{parent}` that `{field}` refers to is deleted"),
            Self::Restricted { by, count: 1 } => write!(f, "cannot delete: 1 `{by}` row still references it"),
            Self::Restricted { by, count } => write!(f, "cannot delete: {count} `{by}` rows still reference it"),
            Self::NotNull { column: Some(column) } => write!(f, "`{column}` must have a value"),
            Self::NotNull { column: None } => f.write_str("a required column has no value"),
            Self::Check { constraint: Some(constraint) } => write!(f, "a CHECK constraint failed ({constraint})"),
            Self::Check { constraint: None } => f.write_str("a CHECK constraint failed"),
            Self::Conflict => f.write_str("conflict with a concurrent transaction: retry"),
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
            DieselError::DatabaseError(kind, information) => database::classify(kind, &*information),
            // A value that our own nodes refuse while they are bound travels inside Diesel's error.
            DieselError::SerializationError(inner) => match inner.downcast::<Refusal>() {
                Ok(refusal) => Self::invalid(refusal.0.field, refusal.0.message),
                Err(inner) => Self::Database(DieselError::SerializationError(inner)),
            },
            other => Self::Database(other),
        }
    }
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
