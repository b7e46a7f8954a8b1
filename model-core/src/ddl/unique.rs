//! Unique indexes: the columns that they have, and the statements that create them.

use crate::ddl::declared::{Declared, HasTable, TableName, table_name};
use crate::ddl::text::{self, quoted};
use crate::meta::error::Result;
use crate::meta::unique::{Piece, Unique};
use crate::meta::{Meta, Role};
use crate::model::writable::Writable;
use crate::sql::dialect::{Dialect, System};
use crate::sql::unique::generated_column;

/// The statements that create the unique indexes of a model on a backend, in the order of its fields, without a
/// semicolon at the end.
///
/// On SQLite and PostgreSQL a unique key among the live rows is a partial index. MySQL and MariaDB have none, so there
/// the first statement adds a generated column `live` to the table, which is 1 in a live row and NULL in a deleted one,
/// and that column is the last of each such index: rows with a NULL in it are never equal. (Its name is `row_live` if
/// the model itself has a column `live`.)
///
/// In the same way a condition (`unique(where = ..)`) is the predicate of the index, or a generated column of its own,
/// and a function (`unique(on = lower(email))`) stands in the index, or a generated column holds its results.
///
/// A text column of MySQL needs a length to be indexed: `VARCHAR(200)` rather than `TEXT`.
///
/// SQL: `CREATE UNIQUE INDEX articles_slug_unique ON articles (slug) WHERE deleted_at IS NULL`; on MySQL and MariaDB
/// `ALTER TABLE articles ADD COLUMN live TINYINT AS (IF(deleted_at IS NULL, 1, NULL)) VIRTUAL` and
/// `CREATE UNIQUE INDEX articles_slug_unique ON articles (slug, live)`
///
/// # Errors
/// A name that the backend cannot quote; no such name is known.
pub fn unique_indexes<M, DB>() -> Result<Vec<String>>
where
    DB: Dialect,
    M: HasTable + Writable,
{
    Ok(Uniques { system: DB::SYSTEM, meta: M::META, table: &table_name::<M>()? }.create_all())
}

/// The unique keys of a table, on a backend.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Uniques<'t> {
    pub(crate) system: System,
    pub(crate) meta: &'static Meta,
    pub(crate) table: &'t TableName,
}

impl Declared {
    /// Its unique keys.
    pub(crate) fn uniques(&self, system: System) -> Uniques<'_> {
        Uniques { system, meta: self.meta, table: &self.table }
    }
}

impl Uniques<'_> {
    /// The statements that create all of them, each behind the generated columns that it needs.
    pub(crate) fn create_all(self) -> Vec<String> {
        let live = self.add_live().filter(|_| self.needs_live_column());
        let one = |unique| self.generated(unique).into_iter().map(|(_, add)| add).chain([self.create(unique)]);
        live.into_iter().chain(self.meta.uniques.iter().flat_map(one)).collect()
    }

    /// The test whether a row is live.
    fn live_rows(self) -> Option<String> {
        let column = quoted(self.system, self.meta.fields[self.meta.with_role(Role::DeletedAt)?].column);
        Some(if self.meta.has_flag_marker() { format!("NOT {column}") } else { format!("{column} IS NULL") })
    }

    /// Whether unique keys of the model need the generated column that MySQL has instead of partial indexes.
    pub(crate) fn needs_live_column(self) -> bool {
        // A condition of the index tells live rows from deleted ones too.
        let is_plain = |unique: &Unique| unique.is_partial(self.meta) && unique.condition.is_empty();
        self.system == System::Mysql && self.meta.uniques.iter().any(is_plain)
    }

    /// `ALTER TABLE articles ADD COLUMN live TINYINT AS (IF(deleted_at IS NULL, 1, NULL)) VIRTUAL`
    pub(crate) fn add_live(self) -> Option<String> {
        let (name, rows) = (quoted(self.system, live_column(self.meta)), self.live_rows()?);
        let table = text::table(self.system, self.table);
        Some(format!("ALTER TABLE {table} ADD COLUMN {name} TINYINT AS (IF({rows}, 1, NULL)) VIRTUAL"))
    }

    /// The columns of the index of a unique key; none in the place of an expression. MySQL and MariaDB have generated
    /// columns in the place of expressions and predicates.
    pub(crate) fn columns(self, unique: &Unique) -> Vec<Option<String>> {
        let Self { system, meta, .. } = self;
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
    pub(crate) fn rows(self, unique: &Unique) -> Option<String> {
        let live = unique.is_partial(self.meta).then(|| self.live_rows()).flatten();
        let condition = self.condition(unique);
        match (live, condition.is_empty()) {
            (live, true) => live,
            (None, false) => Some(condition),
            (Some(live), false) => Some(format!("{live} AND {condition}")),
        }
    }

    /// `gh_id > 0`: what the model says of the rows that the index has; empty if it says nothing.
    pub(crate) fn condition(self, unique: &Unique) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Column(column) => quoted(self.system, self.meta.fields[*column].column),
            Piece::Sql(text) => (*text).to_owned(),
        };
        unique.condition.iter().map(piece).collect()
    }

    /// `CREATE UNIQUE INDEX articles_slug_unique ON articles (slug) WHERE deleted_at IS NULL`
    pub(crate) fn create(self, unique: &Unique) -> String {
        let Self { system, meta, table } = self;
        let columns = self.columns(unique).into_iter().map(|column| match (column, unique.applied) {
            (Some(column), _) => quoted(system, &column),
            (None, applied) => {
                let column = quoted(system, meta.fields[unique.columns[0]].column);
                format!("{}({column})", applied.map_or("", |applied| applied.function))
            }
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        let predicate = self.rows(unique).filter(|_| system != System::Mysql);
        let predicate = predicate.map(|rows| format!(" WHERE {rows}")).unwrap_or_default();
        let (name, table) = (quoted(system, unique.index), text::table(system, table));
        format!("CREATE UNIQUE INDEX {name} ON {table} ({columns}){predicate}")
    }

    /// The generated columns that the index needs on MySQL and MariaDB, each with the statement that adds it:
    /// `ALTER TABLE users ADD COLUMN users_gh_id_unique_in TINYINT AS (IF(gh_id > 0, 1, NULL)) VIRTUAL`.
    pub(crate) fn generated(self, unique: &Unique) -> Vec<(String, String)> {
        let Self { system, meta, table } = self;
        if system != System::Mysql {
            return Vec::new();
        }
        let table = text::table(system, table);
        let mut statements = Vec::new();
        let mut add = |name: String, definition: String| {
            let quoted = quoted(system, &name);
            statements.push((name, format!("ALTER TABLE {table} ADD COLUMN {quoted} {definition} VIRTUAL")));
        };
        if let Some(applied) = unique.applied {
            let field = &meta.fields[unique.columns[0]];
            let (length, function, column) = (applied.length, applied.function, quoted(system, field.column));
            add(
                generated_column(field, applied),
                format!("VARCHAR({length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin AS ({function}({column}))"),
            );
        }
        if let Some(rows) = self.rows(unique).filter(|_| !unique.condition.is_empty()) {
            add(condition_column(unique), format!("TINYINT AS (IF({rows}, 1, NULL))"));
        }
        statements
    }
}

/// The name of the generated column that says whether an index has a row.
pub(crate) fn condition_column(unique: &Unique) -> String {
    format!("{}_in", unique.index)
}

/// The name of the generated column that distinguishes live rows from deleted ones.
pub(crate) fn live_column(meta: &Meta) -> &'static str {
    if meta.fields.iter().any(|field| field.column.eq_ignore_ascii_case("live")) { "row_live" } else { "live" }
}
