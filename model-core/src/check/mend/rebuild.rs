//! SQLite changes little of a table: what ALTER TABLE cannot do is done by a new table that takes the place of the old
//! one, as <https://www.sqlite.org/lang_altertable.html#otheralter> says.

use crate::check::actual::{Column, ForeignKey};
use crate::check::mend::Mend;
use crate::ddl::declared::shortened;
use crate::ddl::table;
use crate::ddl::text::{self, Rule, quoted};
use crate::meta::error::Result;
use crate::sql::dialect::System::Sqlite;

impl Mend<'_> {
    /// The statements that rewrite the table, as it is declared, with its rows and its other objects.
    pub(super) fn rebuild(&self) -> Result<Vec<String>> {
        let name = &self.declared.table.name;
        let (old, new) = (quoted(Sqlite, name), quoted(Sqlite, &shortened(format!("new_{name}"))));
        // The catalogs do not say how a generated column is computed, so a person has to write it.
        let is_other = |column: &&Column| column.is_generated && self.field_of(column).is_none();
        if self.table.columns.iter().any(|column| is_other(&column)) {
            return Ok(Vec::new());
        }
        let copied: Vec<_> = self.table.columns.iter().map(|column| quoted(Sqlite, &column.name)).collect();
        let copied = copied.join(", ");
        let mut statements = vec![
            "PRAGMA foreign_keys = OFF".to_owned(),
            format!("CREATE TABLE {new} (\n    {}\n)", self.lines()?.join(",\n    ")),
            format!("INSERT INTO {new} ({copied}) SELECT {copied} FROM {old}"),
        ];
        if self.numbers_once() {
            // The number of a row that was removed is not given again.
            let [before, after] = [name, &shortened(format!("new_{name}"))].map(|name| text::literal(Sqlite, name));
            statements.push(format!("DELETE FROM sqlite_sequence WHERE name = {after}"));
            statements.push(format!(
                "INSERT INTO sqlite_sequence (name, seq) SELECT {after}, seq FROM sqlite_sequence WHERE name = {before}"
            ));
        }
        statements.push(format!("DROP TABLE {old}"));
        // It would look for the table in the views and triggers of others, while there is none.
        statements.push("PRAGMA legacy_alter_table = ON".to_owned());
        statements.push(format!("ALTER TABLE {new} RENAME TO {old}"));
        statements.push("PRAGMA legacy_alter_table = OFF".to_owned());
        statements.extend(self.indexes());
        let triggers = self
            .actual
            .settings
            .iter()
            .filter(|(key, _)| key.strip_prefix("trigger ").is_some_and(|table| self.actual.same(table, name)));
        statements.extend(triggers.map(|(_, sql)| sql.clone()));
        statements.push("PRAGMA foreign_keys = ON".to_owned());
        Ok(statements)
    }

    fn field_of(&self, column: &Column) -> Option<usize> {
        self.declared.meta.fields.iter().position(|field| self.actual.same(field.column, &column.name))
    }

    fn numbers_once(&self) -> bool {
        self.table.sql.to_uppercase().contains("AUTOINCREMENT")
    }

    /// The columns and constraints: those that the table has, as they are declared, and those that it lacks.
    fn lines(&self) -> Result<Vec<String>> {
        let fields = self.declared.meta.fields;
        let mut lines = Vec::new();
        for column in &self.table.columns {
            match self.field_of(column) {
                Some(at) => lines.push(text::column(Sqlite, self.declared, at, None)?),
                None => {
                    let mut line = format!("{} {}", quoted(Sqlite, &column.name), column.ty.to_uppercase());
                    if let Some(default) = &column.default {
                        let not_null = if column.is_not_null { " NOT NULL" } else { "" };
                        line = format!("{line}{not_null} DEFAULT {default}");
                    }
                    lines.push(line);
                }
            }
        }
        for (at, field) in fields.iter().enumerate() {
            if self.actual.column(self.table, field.column).is_none() {
                lines.push(text::column(Sqlite, self.declared, at, None)?);
            }
        }
        lines.extend(table::key(Sqlite, self.declared));
        lines.extend((0..fields.len()).flat_map(|at| text::foreign_keys(Sqlite, self.declared, at)));
        lines.extend(self.other_foreign_keys());
        let rules = fields.iter().flat_map(|field| [(field, Rule::Choices), (field, Rule::Length)]);
        let declared: Vec<_> = rules
            .filter_map(|(field, rule)| Some((field, rule, text::check(Sqlite, self.declared, field, rule)?)))
            .collect();
        let is_declared =
            |name: &str| declared.iter().any(|(field, rule, _)| text::check_name(self.declared, field, *rule) == name);
        let others = self.table.checks.iter().filter(|(name, _)| !is_declared(name));
        lines.extend(others.map(|(name, condition)| match &**name {
            "" => format!("CHECK ({condition})"),
            name => format!("CONSTRAINT {} CHECK ({condition})", quoted(Sqlite, name)),
        }));
        lines.extend(declared.iter().map(|(_, _, check)| check.clone()));
        Ok(lines)
    }

    /// The foreign keys of the table that no model declares.
    fn other_foreign_keys(&self) -> impl Iterator<Item = String> {
        let is_declared = |key: &ForeignKey| {
            self.declared.parents.iter().any(|parent| self.actual.is_over(key, self.declared, parent))
        };
        let others = self.table.foreign_keys.iter().filter(move |key| !is_declared(key));
        others.map(|key| {
            let names = |side: fn(&(String, String)) -> &String| {
                let names: Vec<_> = key.columns.iter().map(|pair| quoted(Sqlite, side(pair))).collect();
                names.join(", ")
            };
            let (here, there, table) = (names(|pair| &pair.0), names(|pair| &pair.1), quoted(Sqlite, &key.table));
            format!("FOREIGN KEY ({here}) REFERENCES {table} ({there}) ON DELETE {}", key.on_delete)
        })
    }

    /// The indexes of the table, and the indexes of columns that it lacks.
    fn indexes(&self) -> Vec<String> {
        let fields = self.declared.meta.fields;
        let is_lacking = |column: &usize| self.actual.column(self.table, fields[*column].column).is_none();
        let uniques = self.declared.meta.uniques.iter().filter(|unique| unique.columns.iter().any(is_lacking));
        let wanted = self.declared.indexes();
        let wanted = wanted.iter().filter(|index| index.columns.iter().any(|term| is_lacking(&term.field)));
        let present = self.table.indexes.iter().filter(|index| !index.sql.is_empty()).map(|index| index.sql.clone());
        present
            .chain(uniques.map(|key| self.declared.uniques(Sqlite).create(key)))
            .chain(wanted.map(|index| text::index(Sqlite, self.declared, index)))
            .collect()
    }
}
