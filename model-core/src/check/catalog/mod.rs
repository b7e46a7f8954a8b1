//! The catalogs of each backend, asked for the same answers.
//!
//! Each backend has one text for each question. A text returns cells of text, in the order that [`Answers::read`]
//! reads them, so that everything behind the answers is the same for all backends.

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use crate::check::actual::{Actual, Column, ForeignKey, Index, Table, Trigger};
use crate::check::tokens;
use crate::meta::error::Result;
use crate::sql::dialect::{Dialect, System};
use crate::sql::list::separated;
use crate::sql::rows::{load, statement};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field, NamedRow, Row};

/// A backend whose catalogs can be read: `Pg`, `Sqlite` or `Mysql`.
pub trait Catalog: Dialect {
    /// The texts that ask for tables, columns, indexes, foreign keys, checks, sequences, triggers and settings.
    /// `{names}` is replaced by the names of tables, and `{schemas}` by the names of schemas.
    #[doc(hidden)]
    const TEXTS: [&'static str; 8];
}

/// What separates the parts of one cell.
const PARTS: char = '\u{1f}';

/// Reads what the catalogs say about these tables.
pub(crate) fn read<Conn, DB>(conn: &mut Conn, names: &[String], schemas: &[String]) -> Result<Actual>
where
    Conn: LoadConnection<Backend = DB>,
    DB: Catalog,
{
    let mut answers = Vec::new();
    for text in DB::TEXTS {
        let answer: Vec<Cells> = load(conn, Question { text, names, schemas })?;
        answers.push(answer);
    }
    Ok(Answers(answers).read(DB::SYSTEM))
}

/// A text with the names in their places.
pub(crate) struct Question<'q> {
    pub(crate) text: &'q str,
    pub(crate) names: &'q [String],
    pub(crate) schemas: &'q [String],
}

statement!(['q] Question<'q>, by_text);

impl<DB: Dialect> QueryFragment<DB> for Question<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (place, piece) in self.text.split('{').enumerate() {
            let Some((mark, rest)) = piece.split_once('}').filter(|_| place > 0) else {
                out.push_sql(piece);
                continue;
            };
            let names = if mark == "names" { self.names } else { self.schemas };
            if names.is_empty() {
                // No name at all: an empty list is no SQL.
                out.push_sql("''");
            }
            separated(names, ", ", &mut out, |name, out| DB::text(name, out))?;
            out.push_sql(rest);
        }
        Ok(())
    }
}

/// The cells of one row.
#[derive(Debug)]
pub(crate) struct Cells(Vec<Option<String>>);

impl<DB: Dialect> QueryableByName<DB> for Cells {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let mut cells = Vec::new();
        while let Some(cell) = Row::get(row, cells.len()) {
            cells.push(cell.value().map(|raw| DB::read_text(Some(raw))).transpose()?);
        }
        Ok(Self(cells))
    }
}

impl Cells {
    /// A cell, empty if it is NULL.
    pub(crate) fn text(&self, at: usize) -> String {
        self.maybe(at).unwrap_or_default()
    }

    fn maybe(&self, at: usize) -> Option<String> {
        self.0.get(at).cloned().flatten()
    }

    fn is(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|cell| cell.as_deref() == Some("1"))
    }

    fn parts(&self, at: usize) -> Vec<String> {
        let text = self.maybe(at);
        text.iter().flat_map(|text| text.split(PARTS)).map(str::to_owned).collect()
    }
}

/// The rows of each question.
struct Answers(Vec<Vec<Cells>>);

impl Answers {
    fn read(self, system: System) -> Actual {
        let mut answers = self.0.into_iter();
        let mut next = || answers.next().unwrap_or_default();
        let mut tables: Vec<Table> = next().iter().map(|row| table(row, system)).collect();
        let mut each = |rows: Vec<Cells>, add: fn(&mut Table, &Cells)| {
            for row in rows {
                let (schema, name) = (row.text(0), row.text(1));
                let found = tables.iter_mut().find(|table| table.schema == schema && table.name == name);
                found.into_iter().for_each(|table| add(table, &row));
            }
        };
        each(next(), column);
        each(next(), index);
        each(next(), foreign_key);
        each(next(), |table, row| table.checks.push((row.text(2), row.text(3))));
        each(next(), |table, row| {
            table.sequences.push((row.text(2), row.text(3), row.text(4).parse().unwrap_or_default()));
        });
        each(next(), |table, row| {
            table.triggers.push(Trigger { name: row.text(2), text: row.text(3), head: row.text(4) });
        });
        let settings = next().iter().map(|row| (row.text(0), row.text(1))).collect();
        for table in &mut tables {
            // The other backends say which columns the index of the key has.
            if let Some(primary) = table.indexes.iter().find(|index| index.is_primary && system != System::Sqlite) {
                for column in &mut table.columns {
                    let place = primary.columns.iter().position(|name| name.as_ref() == Some(&column.name));
                    column.key = place.map_or(0, |place| place + 1);
                }
            }
        }
        Actual { system, tables, settings }
    }
}

/// Schema, table, kind, whether it is visible, engine, statement.
fn table(row: &Cells, system: System) -> Table {
    let sql = row.text(5);
    let checks = if system == System::Sqlite { tokens::checks(&sql) } else { Vec::new() };
    Table {
        schema: row.text(0),
        name: row.text(1),
        is_view: row.is(2),
        is_visible: row.is(3),
        engine: row.maybe(4),
        sql,
        checks,
        ..Table::default()
    }
}

/// Schema, table, column, type, NOT NULL, default, numbered, generated, loose collation, place in the key, values,
/// expression, narrow character set.
fn column(table: &mut Table, row: &Cells) {
    table.columns.push(Column {
        name: row.text(2),
        ty: row.text(3).to_lowercase(),
        is_not_null: row.is(4),
        default: row.maybe(5).filter(|default| !default.eq_ignore_ascii_case("NULL")),
        is_numbered: row.is(6),
        is_generated: row.is(7),
        loose: row.maybe(8),
        key: row.text(9).parse().unwrap_or_default(),
        values: row.parts(10),
        // MySQL keeps its quotes behind backslashes.
        expression: row.text(11).replace("\\'", "'"),
        narrow: row.maybe(12),
    });
}

/// Schema, table, index, unique, primary, valid, constraint, predicate, column, loose collation, statement, expression,
/// whether NULL is larger than any value; one row for each column.
fn index(table: &mut Table, row: &Cells) {
    let (name, column) = (row.text(2), row.maybe(8));
    // SQLite knows the collation of a column from the indexes over it.
    if let (Some(loose), Some(column)) = (row.maybe(9), &column)
        && let Some(column) = table.columns.iter_mut().find(|other| other.name == *column)
    {
        column.loose = Some(loose);
    }
    let expression = row.maybe(11).filter(|_| column.is_none());
    match table.indexes.iter_mut().find(|index| index.name == name) {
        Some(index) => {
            index.columns.push(column);
            index.nulls_are_smallest.push(!row.is(12));
            index.expressions.extend(expression);
        }
        None => table.indexes.push(Index {
            name,
            is_unique: row.is(3),
            is_primary: row.is(4),
            is_valid: row.is(5),
            is_constraint: row.is(6),
            predicate: row.maybe(7),
            columns: vec![column],
            nulls_are_smallest: vec![!row.is(12)],
            expressions: expression.into_iter().collect(),
            sql: row.text(10),
        }),
    }
}

/// Schema, table, name, action, schema of the parent, its table, column, its column, valid; one row for each column.
fn foreign_key(table: &mut Table, row: &Cells) {
    let (name, columns) = (row.text(2), (row.text(6), row.text(7)));
    match table.foreign_keys.iter_mut().find(|key| key.name == name) {
        Some(key) => key.columns.push(columns),
        None => table.foreign_keys.push(ForeignKey {
            name,
            on_delete: row.text(3),
            schema: row.text(4),
            table: row.text(5),
            columns: vec![columns],
            is_valid: row.is(8),
        }),
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/check/catalog/mod.rs"]
pub(crate) mod twin;
