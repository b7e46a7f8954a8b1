//! Database errors: what they mean, and which part of them may be shown.

use crate::meta::error::{Error, words};
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};

type Information = dyn DatabaseErrorInformation + Send + Sync;

/// Translates an error of the database.
pub(crate) fn classify(kind: DatabaseErrorKind, information: &Information) -> Error {
    let constraint = constraint_name(information);
    match kind {
        DatabaseErrorKind::UniqueViolation => {
            let constraint = constraint.or_else(|| last_quoted(information.message()).map(str::to_owned));
            Error::UniqueViolation { field: None, constraint: constraint.unwrap_or_else(|| "unique".to_owned()) }
        }
        DatabaseErrorKind::ForeignKeyViolation => Error::ForeignKey { constraint },
        DatabaseErrorKind::NotNullViolation => {
            Error::NotNull { column: information.column_name().map(str::to_owned).or_else(|| after_colon(information)) }
        }
        DatabaseErrorKind::CheckViolation => {
            Error::Check { constraint: constraint.or_else(|| after_colon(information)) }
        }
        DatabaseErrorKind::SerializationFailure => Error::Conflict,
        DatabaseErrorKind::ReadOnlyTransaction => Error::ReadOnly,
        // Diesel has no kind for these errors: only the text of the server tells them apart.
        _ if is_check_in_words(information.message()) => Error::Check { constraint },
        _ if is_conflict_in_words(information) => Error::Conflict,
        _ if words::is_row_security(information.message()) => Error::RowSecurity,
        _ if words::is_lost(information.message()) => Error::TransactionLost,
        _ if is_read_only_in_words(information.message()) => Error::ReadOnly,
        kind => Error::Database(DieselError::DatabaseError(kind, Box::new(Redacted::new(information)))),
    }
}

/// PostgreSQL names the constraint; SQLite ends its message with the columns.
fn constraint_name(information: &Information) -> Option<String> {
    if let Some(name) = information.constraint_name() {
        return Some(name.to_owned());
    }
    let message = information.message();
    if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        return Some(columns.to_owned());
    }
    if let Some(rest) = message.strip_prefix("Check constraint '") {
        return rest.split_once('\'').map(|(name, _)| name.to_owned());
    }
    let (_, rest) = message.rsplit_once("CONSTRAINT `")?;
    rest.split_once('`').map(|(name, _)| name.to_owned())
}

/// MySQL and MariaDB quote the name of the key last, whatever the language of the message, and before it the duplicate
/// value, which must not be shown.
fn last_quoted(message: &str) -> Option<&str> {
    let (before, _) = message.rsplit_once('\'')?;
    before.rsplit_once('\'').map(|(_, key)| key)
}

/// Whether an error says that the transaction was in conflict with another one.
pub(crate) fn is_conflict(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        DieselError::DatabaseError(_, information) => is_conflict_in_words(&**information),
        _ => false,
    }
}

/// Whether an error says that the transaction was lost before.
pub(crate) fn is_lost(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(_, information) if words::is_lost(information.message()))
}

/// What an error of MySQL or MariaDB has done to the open transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Damage {
    /// Only the statement is undone.
    Statement,
    /// All of it is undone.
    Whole,
    /// The one or the other, which a setting of the server decides.
    Unknown,
}

/// Says what an error has done to the open transaction: a deadlock, and a row that has changed under
/// `innodb_snapshot_isolation`, undo all of it; a lock that was waited for too long does so with
/// `innodb_rollback_on_timeout`.
pub(crate) fn damage(error: &DieselError) -> Damage {
    let DieselError::DatabaseError(kind, information) = error else { return Damage::Statement };
    match kind {
        DatabaseErrorKind::SerializationFailure => Damage::Whole,
        _ if words::undoes_all(information.message(), information.details()) => Damage::Whole,
        _ if is_conflict_in_words(&**information) => Damage::Unknown,
        _ => Damage::Statement,
    }
}

fn is_conflict_in_words(information: &Information) -> bool {
    let message = information.message();
    words::is_conflict(message, information.details())
        || message == "database is locked"
        // MySQL and MariaDB end a deadlock by rolling back the whole transaction, so its savepoints are gone when
        // Diesel wants to roll back to one.
        || message.starts_with("SAVEPOINT diesel_savepoint_")
}

/// SQLite, and the error 1290 of MySQL and MariaDB, which quotes the option in every language.
fn is_read_only_in_words(message: &str) -> bool {
    message == "attempt to write a readonly database" || message.contains(" --read-only ")
}

/// An error of the database without the values that it quotes, and without the details, which show whole rows.
#[derive(Debug)]
struct Redacted {
    message: String,
    table: Option<String>,
    column: Option<String>,
    constraint: Option<String>,
}

impl Redacted {
    fn new(information: &Information) -> Self {
        let owned = |name: Option<&str>| name.map(str::to_owned);
        Self {
            message: without_values(information.message()),
            table: owned(information.table_name()),
            column: owned(information.column_name()),
            constraint: owned(information.constraint_name()),
        }
    }
}

impl DatabaseErrorInformation for Redacted {
    fn message(&self) -> &str {
        &self.message
    }

    fn details(&self) -> Option<&str> {
        None
    }

    fn hint(&self) -> Option<&str> {
        None
    }

    fn table_name(&self) -> Option<&str> {
        self.table.as_deref()
    }

    fn column_name(&self) -> Option<&str> {
        self.column.as_deref()
    }

    fn constraint_name(&self) -> Option<&str> {
        self.constraint.as_deref()
    }

    fn statement_position(&self) -> Option<i32> {
        None
    }
}

/// Removes the quoted text that follows a colon from a message: the databases put values there (`invalid input value
/// for enum mood: "..."`, `Incorrect string value: '...' for column`), while they quote names elsewhere.
fn without_values(message: &str) -> String {
    for quote in ['\'', '"'] {
        let Some((before, value)) = message.split_once(&format!(": {quote}")) else { continue };
        // The value itself may contain quotes, so everything up to the last one is removed.
        let after = value.rsplit_once(quote).map_or("", |(_, after)| after);
        return format!("{before}: (not shown){after}");
    }
    message.to_owned()
}

/// MariaDB: "CONSTRAINT `name` failed for `shop`.`articles`", in any language; MySQL: "Check constraint 'name' is
/// violated."
fn is_check_in_words(message: &str) -> bool {
    (["CONSTRAINT `", "RESTRICCIÓN `"].iter().any(|word| message.contains(word)) && message.split('`').count() == 7)
        || (message.starts_with("Check constraint '") && message.ends_with("' is violated."))
}

fn after_colon(information: &Information) -> Option<String> {
    let (_, name) = information.message().split_once("constraint failed: ")?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_only_reads_is_known_by_its_option() {
        for message in [
            "attempt to write a readonly database",
            "The MariaDB server is running with the --read-only option so it cannot execute this statement",
            "Der MariaDB-Server läuft mit der Option --read-only und kann diese Anweisung deswegen nicht ausführen",
        ] {
            assert!(is_read_only_in_words(message), "{message}");
        }
        assert!(!is_read_only_in_words("unable to open database file"));
    }

    #[test]
    fn messages_keep_names_and_lose_values() {
        for (message, shown) in [
            ("invalid input value for enum mood: \"secret\"", "invalid input value for enum mood: (not shown)"),
            (
                "Incorrect string value: 'it''s: 'a' secret' for column `desk`.`people`.`mail` at row 1",
                "Incorrect string value: (not shown) for column `desk`.`people`.`mail` at row 1",
            ),
            ("relation \"articles\" does not exist", "relation \"articles\" does not exist"),
            ("no such table: articles", "no such table: articles"),
            ("Data too long for column 'title' at row 1", "Data too long for column 'title' at row 1"),
        ] {
            assert_eq!(without_values(message), shown);
        }
    }
}
