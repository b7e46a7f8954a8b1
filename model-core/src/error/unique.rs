//! Which field a duplicate is in, by what the databases call it.

use super::Error;
use crate::meta::Meta;

impl Error {
    /// The same, with the field of the model that a duplicate is in.
    pub(crate) fn of(self, meta: &Meta, table: &str) -> Self {
        match self {
            Self::UniqueViolation { field: None, constraint } => {
                Self::UniqueViolation { field: field(meta, table, &constraint), constraint }
            }
            other => other,
        }
    }
}

/// The field behind a constraint of a table, whose name is as it stands in a statement.
fn field(meta: &Meta, table: &str, constraint: &str) -> Option<&'static str> {
    let table = last_name(table);
    let named = |columns: &[usize]| columns.first().map(|index| meta.fields[*index].name);
    let unique = meta.uniques.iter().find(|unique| {
        is_index(constraint, table, unique.index) || is_columns(constraint, table, meta, unique.columns)
    });
    if let Some(unique) = unique {
        return named(unique.columns);
    }
    let is_key = is_primary(constraint, table) || is_columns(constraint, table, meta, meta.key);
    is_key.then(|| named(meta.key)).flatten()
}

/// PostgreSQL and MariaDB give the name; MySQL puts that of the table before it. SQLite gives it where the index is of
/// an expression.
fn is_index(constraint: &str, table: &str, index: &str) -> bool {
    let quoted = constraint.strip_prefix("index '").and_then(|rest| rest.strip_suffix('\''));
    constraint == index
        || quoted == Some(index)
        || constraint.strip_prefix(table).and_then(|rest| rest.strip_prefix('.')) == Some(index)
}

/// The name that PostgreSQL gives to a primary key, and the one that it has on MySQL and MariaDB.
fn is_primary(constraint: &str, table: &str) -> bool {
    constraint.strip_suffix("_pkey") == Some(table) || is_index(constraint, table, "PRIMARY")
}

/// SQLite lists the columns: `articles.tenant_id, articles.slug`.
fn is_columns(constraint: &str, table: &str, meta: &Meta, columns: &[usize]) -> bool {
    let listed: Vec<_> = constraint.split(", ").map(|column| column.strip_prefix(table)?.strip_prefix('.')).collect();
    listed.len() == columns.len() && columns.iter().all(|index| listed.contains(&Some(meta.fields[*index].column)))
}

/// The table's own name, out of the quotes and the schema around it.
fn last_name(table: &str) -> &str {
    let table = table.trim_end_matches(['"', '`']);
    table.rsplit(['"', '`']).next().unwrap_or(table)
}
