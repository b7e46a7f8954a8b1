//! What can go wrong, as one enum.

pub(crate) mod database;
pub(crate) mod fields;
pub(crate) mod unique;
mod words;

pub use self::fields::{FieldError, FieldName, Others};
use diesel::result::Error as DieselError;
use std::fmt;

/// The result of a write.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a write failed. When an error is returned, nothing was written, and no entry of the trail either.
///
/// There is one exception: the database has done the write, but the row that it returns cannot be read into the struct
/// (for example, because a column that the write did not set holds a text that is not one of the choices). The error is
/// then `Database(DeserializationError)`, and the write and its entry are kept, unless the error ends a transaction
/// around it. MySQL and MariaDB return no rows, so the same holds there for the SELECT after an unaudited create or
/// patch of one row: the connection can fail, or another client can remove the row in between
/// ([`NotFound`](Self::NotFound)).
///
/// Converts from Diesel's error, so it can be the error type of `conn.transaction`. If a message of the database quotes
/// a value of a row, it is shown without the value. The library cannot remove values that it does not know: a message
/// that a trigger or a procedure of the application builds from a value is shown as it is, and Diesel's instrumentation
/// shows the values that a statement binds, including values of masked columns.
///
/// # In an open transaction
///
/// A write that fails undoes itself. The database decides whether the transaction around it can continue:
///
/// - **SQLite, MySQL and MariaDB** continue, as if the write had not been called.
/// - **PostgreSQL** ends the transaction with the first statement that fails, whether it is the library's or not. Each
///   later statement is rejected ([`TransactionLost`](Self::TransactionLost)), until the transaction is rolled back.
/// - **A conflict** ([`Conflict`](Self::Conflict)) can undo the whole transaction on MySQL and MariaDB too: a deadlock
///   does. There, the library opens a read-only transaction in its place, so that no later write is committed by
///   itself: each is rejected.
///
/// To continue after an error on every backend, put the write into a savepoint: [`unit.savepoint(conn,
/// ..)`](crate::commit::Unit::savepoint), or a `conn.transaction(..)` within the other. A verb that takes several steps
/// (an upsert, a write with hooks or with a cascade) opens its own savepoint, but do not rely on that, because it
/// depends on the model. Other verbs do not open a savepoint, because on a server this would be two more round trips
/// for each write.
///
/// If the transaction of [`transaction`](crate::transaction()) was lost in this way, it fails with
/// [`TransactionLost`](Self::TransactionLost), even if all errors in it were ignored, and no code after the commit
/// runs. Diesel's own `conn.transaction` cannot detect this: it returns `Ok` if the closure does, even if PostgreSQL
/// has answered `COMMIT` with a rollback. In it, return each error.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no such row.
    NotFound,
    /// The row is deleted, and the write needs a live row.
    Deleted,
    /// The row is live, and the write needs a deleted row (for example, `restore` after another client has restored the
    /// row).
    NotDeleted,
    /// The row was modified after the caller loaded it: the model counts the writes to its rows, and this write started
    /// from an old version. Load the row again, and decide again.
    Stale {
        /// The version that the write started from.
        expected: i64,
        /// The current version of the row.
        found: i64,
    },
    /// A value was rejected before anything was sent to the database.
    Invalid {
        /// The first field that was rejected.
        field: &'static str,
        /// Why.
        message: String,
        /// The other fields that were rejected in the same write. [`fields`](Self::fields) lists all, with codes.
        others: Others,
    },
    /// A hook of the application refused the write, by [`Error::refused`].
    Refused {
        /// The model or the rule that refused it.
        by: &'static str,
        /// Why.
        message: String,
    },
    /// Code must run after the commit, but the library does not know when the transaction commits:
    /// [`transaction`](crate::transaction()) did not open the transaction, or the write does not name its unit. Nothing
    /// was written.
    CommitUnseen {
        /// The problem, and what to do instead.
        why: &'static str,
    },
    /// A unique constraint of the database failed.
    UniqueViolation {
        /// The field that has to be unique: the one with `#[model(unique)]`, or the first field of the key. None if the
        /// model does not declare the index, or declares it under another name.
        field: Option<&'static str>,
        /// The constraint as the database reports it: its name on PostgreSQL and MySQL/MariaDB; on SQLite
        /// `table.column` (several are separated by commas) or `index 'name'`.
        constraint: String,
    },
    /// A foreign key constraint of the database failed: the referenced row does not exist, or other rows still
    /// reference the row that was to be removed.
    ForeignKey {
        /// The name of the constraint, if the database reports it (SQLite does not).
        constraint: Option<String>,
    },
    /// The parent row is deleted, so a row cannot be created, moved or restored under it.
    ParentDeleted {
        /// The model of the parent.
        parent: &'static str,
        /// The field that refers to it.
        field: &'static str,
    },
    /// The parent row has another value of the [default scope](crate::objects::DefaultScope) that both models have
    /// (it belongs to another tenant), so a row cannot be created, moved or linked under it.
    ParentOutOfScope {
        /// The model of the parent.
        parent: &'static str,
        /// The field that refers to it.
        field: &'static str,
    },
    /// The row cannot be deleted while other rows belong to it.
    Restricted {
        /// The model of those rows.
        by: &'static str,
        /// How many there are.
        count: usize,
    },
    /// A column's value must not be NULL.
    NotNull {
        /// The column, if the database reports it.
        column: Option<String>,
    },
    /// A CHECK constraint of the database failed.
    Check {
        /// The name of the constraint, if the database reports it.
        constraint: Option<String>,
    },
    /// A policy of row-level security (PostgreSQL) rejects the row: its `WITH CHECK`, or, because each write returns
    /// its row, the policy for reading. A policy for reading with `deleted_at IS NULL` rejects each soft deletion in
    /// this way: the role that writes must be able to read deleted rows too. The scopes of the library keep them out of
    /// queries.
    ///
    /// ```sql
    /// ALTER TABLE articles ENABLE ROW LEVEL SECURITY;
    /// -- Readers never see a deleted row.
    /// CREATE POLICY live ON articles FOR SELECT TO readers USING (deleted_at IS NULL);
    /// -- Writers see all of their rows. (With tenants: `USING (tenant_id = ..)`.)
    /// CREATE POLICY theirs ON articles TO writers USING (true) WITH CHECK (true);
    /// ```
    RowSecurity,
    /// The connection is read-only: the server is a standby or a replica, the transaction only reads, or the file
    /// cannot be written. A preview of a write is also a write, which is rolled back.
    ReadOnly,
    /// The transaction was in conflict with a concurrent one and was rolled back: the same call may succeed if it is
    /// repeated.
    Conflict,
    /// An earlier statement in the transaction failed, and the database undoes the whole transaction. Later writes in
    /// it are rejected, and it cannot be committed. See [above](#in-an-open-transaction).
    TransactionLost,
    /// Any other error of the database or of the connection.
    Database(DieselError),
}

impl Error {
    /// The error that rejects one field, with the code `check`; for other codes, see [`of_fields`](Self::of_fields).
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { field, message: message.into(), others: Others::default() }
    }

    /// The error with which a hook refuses a write: `by` names the model, or a rule.
    pub fn refused(by: &'static str, message: impl Into<String>) -> Self {
        Self::Refused { by, message: message.into() }
    }

    /// Whether the transaction was in conflict with another one: it may succeed if it is repeated.
    /// [`retry`](crate::retry()) does so.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such row"),
            Self::Deleted => f.write_str("the row is deleted"),
            Self::NotDeleted => f.write_str("the row is not deleted"),
            Self::Stale { expected, found } => {
                write!(f, "the row has changed since it was loaded: expected version {expected}, found {found}")
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
            Self::ParentOutOfScope { parent, field } => {
                write!(f, "the `{parent}` that `{field}` refers to is outside the default scope of this row")
            }
            Self::Restricted { by, count: 1 } => write!(f, "cannot delete: 1 `{by}` row still references it"),
            Self::Restricted { by, count } => write!(f, "cannot delete: {count} `{by}` rows still reference it"),
            Self::NotNull { column: Some(column) } => write!(f, "`{column}` must have a value"),
            Self::NotNull { column: None } => f.write_str("a required column has no value"),
            Self::Check { constraint: Some(constraint) } => write!(f, "a CHECK constraint failed ({constraint})"),
            Self::Check { constraint: None } => f.write_str("a CHECK constraint failed"),
            Self::ReadOnly => f.write_str("the connection is read-only: send this write to the primary server"),
            Self::Conflict => f.write_str("conflict with another transaction: try again"),
            Self::RowSecurity => f.write_str(
                "a row-level security policy rejected the row: the writing role must also be allowed to read what it \
                 writes, including deleted rows",
            ),
            Self::TransactionLost => f.write_str(
                "an earlier statement failed, so the transaction cannot be committed: nothing in it is written",
            ),
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
            // A value that a node of this library refuses while it is bound travels inside Diesel's error.
            DieselError::SerializationError(inner) => match inner.downcast::<Refusal>() {
                Ok(refusal) => Self::refusing(refusal.0, Vec::new()),
                Err(inner) if inner.is::<Lost>() => Self::TransactionLost,
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

/// [`Error::TransactionLost`] on its way through Diesel's error type.
#[derive(Debug)]
pub(crate) struct Lost;

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Error::TransactionLost.fmt(f)
    }
}

impl std::error::Error for Lost {}
