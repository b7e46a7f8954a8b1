//! A database as its catalogs describe it: plain data, the same for every backend.

use crate::ddl::declared::{Declared, ParentTable, TableName};
use crate::sql::dialect::System;

/// The contents of the catalogs.
#[derive(Debug)]
pub(crate) struct Actual {
    pub(crate) system: System,
    pub(crate) tables: Vec<Table>,
    /// Settings of the session and of the server, by their names.
    pub(crate) settings: Vec<(String, String)>,
}

#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) schema: String,
    pub(crate) name: String,
    pub(crate) is_view: bool,
    /// Whether it is found without its schema.
    pub(crate) is_visible: bool,
    /// What keeps the rows, on MySQL.
    pub(crate) engine: Option<String>,
    /// The statement that created it, on SQLite.
    pub(crate) sql: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    /// The names and the conditions of CHECK constraints.
    pub(crate) checks: Vec<(String, String)>,
    /// The triggers that are on.
    pub(crate) triggers: Vec<Trigger>,
    /// The names of sequences, their columns, and how many numbers each connection takes at once.
    pub(crate) sequences: Vec<(String, String, i64)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// The type as the database calls it.
    pub(crate) ty: String,
    pub(crate) is_not_null: bool,
    pub(crate) default: Option<String>,
    /// Whether the database numbers rows by it.
    pub(crate) is_numbered: bool,
    pub(crate) is_generated: bool,
    /// The collation, if there is one and it takes some texts that differ for equal.
    pub(crate) loose: Option<String>,
    /// The place in the primary key, if the column is part of it; from 1.
    pub(crate) key: usize,
    /// The values of an enum of the database.
    pub(crate) values: Vec<String>,
    /// What the database computes it by, on MySQL.
    pub(crate) expression: String,
    /// The character set, if it lacks some characters.
    pub(crate) narrow: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) is_unique: bool,
    pub(crate) is_primary: bool,
    /// Whether it is complete: one that was made concurrently, and failed, is not.
    pub(crate) is_valid: bool,
    /// Whether it belongs to a constraint of the table.
    pub(crate) is_constraint: bool,
    pub(crate) predicate: Option<String>,
    /// Its columns; none for an expression.
    pub(crate) columns: Vec<Option<String>>,
    /// Whether each of them takes NULL for the smallest value, as the library's orders do. PostgreSQL alone does not by
    /// itself.
    pub(crate) nulls_are_smallest: Vec<bool>,
    /// The expressions in it; on SQLite they are in the statement.
    pub(crate) expressions: Vec<String>,
    /// The statement that created it, on SQLite.
    pub(crate) sql: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Trigger {
    pub(crate) name: String,
    /// What it runs, as the catalogs keep it: the statement on SQLite, and the text of its function on PostgreSQL.
    pub(crate) text: String,
    /// When it runs: all but the function on PostgreSQL, `AFTER UPDATE` on MySQL, and nothing on SQLite.
    pub(crate) head: String,
}

#[derive(Debug, Clone)]
pub(crate) struct ForeignKey {
    pub(crate) name: String,
    pub(crate) schema: String,
    pub(crate) table: String,
    /// Its columns, and those that they refer to.
    pub(crate) columns: Vec<(String, String)>,
    /// The action of the database on the rows when the row that they refer to is removed.
    pub(crate) on_delete: String,
    pub(crate) is_valid: bool,
}

impl Actual {
    /// Whether two names are the same to the database.
    pub(crate) fn same(&self, one: &str, other: &str) -> bool {
        match self.system {
            System::Postgres => one == other,
            System::Sqlite | System::Mysql => one.eq_ignore_ascii_case(other),
        }
    }

    pub(crate) fn table(&self, name: &TableName) -> Option<&Table> {
        let is_there = |table: &&Table| match &name.schema {
            Some(schema) => self.same(&table.schema, schema),
            None => table.is_visible,
        };
        self.tables.iter().filter(|table| self.same(&table.name, &name.name)).find(is_there)
    }

    pub(crate) fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(other, _)| other == name).map(|(_, value)| &**value)
    }

    pub(crate) fn column<'t>(&self, table: &'t Table, name: &str) -> Option<&'t Column> {
        table.columns.iter().find(|column| self.same(&column.name, name))
    }

    /// The columns of the primary key, in its order.
    pub(crate) fn key<'t>(&self, table: &'t Table) -> Vec<&'t str> {
        let mut key: Vec<_> = table.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key.into_iter().map(|column| &*column.name).collect()
    }

    /// Whether a foreign key has the columns of a declared one, in any order.
    pub(crate) fn is_over(&self, key: &ForeignKey, declared: &Declared, parent: &ParentTable) -> bool {
        let is =
            |field: &usize| key.columns.iter().any(|(here, _)| self.same(here, declared.meta.fields[*field].column));
        key.columns.len() == parent.fields.len() && parent.fields.iter().all(is)
    }

    /// Whether an index begins with these columns.
    pub(crate) fn begins(&self, index: &Index, columns: &[&str]) -> bool {
        let is = |(found, wanted): (&Option<String>, &&str)| found.as_ref().is_some_and(|name| self.same(name, wanted));
        index.columns.len() >= columns.len() && index.columns.iter().zip(columns).all(is)
    }
}
