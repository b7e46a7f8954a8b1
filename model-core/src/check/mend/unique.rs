//! Unique indexes: the columns that they have, and the statements that create them.

use super::live_condition;
use crate::ddl::declared::Declared;
use crate::ddl::text::{self, quoted};
use crate::ddl::{condition_column, live_column};
use crate::meta::unique::{Piece, Unique};
use crate::sql::dialect::System;
use crate::sql::unique::generated_column;

/// The columns of the index of a unique key; none in the place of an expression. MySQL and MariaDB have generated
/// columns in the place of expressions and predicates.
pub(crate) fn unique_columns(system: System, declared: &Declared, unique: &Unique) -> Vec<Option<String>> {
    let meta = declared.meta;
    let mut columns: Vec<_> =
        unique.columns.iter().map(|column| Some(meta.fields[*column].column.to_owned())).collect();
    if let Some(applied) = unique.applied {
        columns[0] = (system == System::Mysql).then(|| generated_column(&meta.fields[unique.columns[0]], applied));
    }
    if system == System::Mysql && !unique.condition.is_empty() {
        columns.push(Some(condition_column(unique)));
    } else if system == System::Mysql && unique.is_partial(meta) {
        columns.push(Some(live_column(meta).to_owned()));
    }
    columns
}

/// `deleted_at IS NULL AND gh_id > 0`: which rows the index has; none if it has all.
fn unique_rows(system: System, declared: &Declared, unique: &Unique) -> Option<String> {
    let meta = declared.meta;
    let live = unique.is_partial(meta).then(|| live_condition(system, declared)).flatten();
    let condition: String = unique
        .condition
        .iter()
        .map(|piece| match piece {
            Piece::Column(column) => quoted(system, meta.fields[*column].column),
            Piece::Sql(text) => (*text).to_owned(),
        })
        .collect();
    match (live, condition.is_empty()) {
        (live, true) => live,
        (None, false) => Some(condition),
        (Some(live), false) => Some(format!("{live} AND {condition}")),
    }
}

/// `CREATE UNIQUE INDEX articles_slug_unique ON articles (slug) WHERE deleted_at IS NULL`
pub(crate) fn create_unique(system: System, declared: &Declared, unique: &Unique) -> String {
    let columns = unique_columns(system, declared, unique).into_iter().map(|column| match (column, unique.applied) {
        (Some(column), _) => quoted(system, &column),
        (None, applied) => {
            let column = quoted(system, declared.meta.fields[unique.columns[0]].column);
            format!("{}({column})", applied.map_or("", |applied| applied.function))
        }
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    let predicate = unique_rows(system, declared, unique).filter(|_| system != System::Mysql);
    let predicate = predicate.map(|rows| format!(" WHERE {rows}")).unwrap_or_default();
    let (name, table) = (quoted(system, unique.index), text::table(system, &declared.table));
    format!("CREATE UNIQUE INDEX {name} ON {table} ({columns}){predicate}")
}

/// The generated columns that the index needs on MySQL and MariaDB, each with the statement that adds it:
/// `ALTER TABLE users ADD COLUMN users_gh_id_unique_in TINYINT AS (IF(gh_id > 0, 1, NULL)) VIRTUAL`.
pub(crate) fn generated_columns(system: System, declared: &Declared, unique: &Unique) -> Vec<(String, String)> {
    if system != System::Mysql {
        return Vec::new();
    }
    let table = text::table(system, &declared.table);
    let mut statements = Vec::new();
    let mut add = |name: String, definition: String| {
        let quoted = quoted(system, &name);
        statements.push((name, format!("ALTER TABLE {table} ADD COLUMN {quoted} {definition} VIRTUAL")));
    };
    if let Some(applied) = unique.applied {
        let field = &declared.meta.fields[unique.columns[0]];
        let (length, function, column) = (applied.length, applied.function, quoted(system, field.column));
        add(
            generated_column(field, applied),
            format!("VARCHAR({length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin AS ({function}({column}))"),
        );
    }
    if let Some(rows) = unique_rows(system, declared, unique).filter(|_| !unique.condition.is_empty()) {
        add(condition_column(unique), format!("TINYINT AS (IF({rows}, 1, NULL))"));
    }
    statements
}
