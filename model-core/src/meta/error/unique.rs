//! Finds the field of a duplicate by the name that the database reports.

use crate::meta::Meta;
use crate::meta::error::Error;
use crate::meta::unique::Unique;

impl Error {
    /// Adds the field of the model that has the duplicate.
    pub(crate) fn of(self, meta: &'static Meta, table: &str) -> Self {
        match self {
            Self::UniqueViolation { field: None, constraint } => {
                Self::UniqueViolation { field: field(meta, table, &constraint), constraint }
            }
            other => other,
        }
    }
}

fn field(meta: &'static Meta, table: &str, constraint: &str) -> Option<&'static str> {
    let columns = match violated(meta, table, constraint) {
        Some(unique) => unique.columns,
        None if is_key(meta, table, constraint) => meta.key,
        None => return None,
    };
    columns.first().map(|index| meta.fields[*index].name)
}

/// The unique key of a model behind a constraint of its table. The name of the table is as it appears in a statement.
pub(crate) fn violated(meta: &'static Meta, table: &str, constraint: &str) -> Option<&'static Unique> {
    let table = last_name(table);
    meta.uniques
        .iter()
        .find(|unique| is_index(constraint, table, unique.index) || is_columns(constraint, table, meta, unique.columns))
}

/// The name that PostgreSQL gives to a primary key, and the one that it has on MySQL and MariaDB.
pub(crate) fn is_key(meta: &Meta, table: &str, constraint: &str) -> bool {
    let table = last_name(table);
    constraint.strip_suffix("_pkey") == Some(table)
        || is_index(constraint, table, "PRIMARY")
        || is_columns(constraint, table, meta, meta.key)
}

/// PostgreSQL and MariaDB report the name of the index; MySQL puts the name of the table before it. SQLite reports it
/// for an index on an expression.
fn is_index(constraint: &str, table: &str, index: &str) -> bool {
    let quoted = constraint.strip_prefix("index '").and_then(|rest| rest.strip_suffix('\''));
    let qualified = constraint.strip_prefix(table).and_then(|rest| rest.strip_prefix('.'));
    [Some(constraint), quoted, qualified].contains(&Some(index))
}

/// SQLite lists the columns: `articles.tenant_id, articles.slug`.
fn is_columns(constraint: &str, table: &str, meta: &Meta, columns: &[usize]) -> bool {
    let listed: Vec<_> = constraint.split(", ").map(|column| column.strip_prefix(table)?.strip_prefix('.')).collect();
    listed.len() == columns.len() && columns.iter().all(|index| listed.contains(&Some(meta.fields[*index].column)))
}

/// The name of the table, without quotes and schema.
fn last_name(table: &str) -> &str {
    let table = table.trim_end_matches(['"', '`']);
    table.rsplit(['"', '`']).next().unwrap_or(table)
}
