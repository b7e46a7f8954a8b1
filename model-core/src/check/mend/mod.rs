//! The statements that fix what a check finds.

mod rebuild;

use crate::check::actual::{Actual, Column, ForeignKey, Index, Table};
use crate::check::types;
use crate::ddl::declared::{Declared, ParentTable, Wanted};
use crate::ddl::table;
use crate::ddl::text::{self, Rule, quoted};
use crate::meta::Field;
use crate::meta::error::Result;
use crate::sql::dialect::System;

/// A declared table, and the table of the database.
#[derive(Clone, Copy)]
pub(crate) struct Mend<'a> {
    pub(crate) actual: &'a Actual,
    pub(crate) declared: &'a Declared,
    pub(crate) table: &'a Table,
}

/// The problem with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Type,
    Collation,
    NotNull,
    Null,
    Default,
    Generated,
}

/// The statements that create a table that is not there.
pub(crate) fn create(system: System, declared: &Declared) -> Result<Vec<String>> {
    let mut statements = vec![table::create(system, declared)?];
    statements.extend(declared.uniques(system).create_all());
    statements.extend(declared.indexes().iter().map(|index| text::index(system, declared, index)));
    Ok(statements)
}

impl Mend<'_> {
    fn system(&self) -> System {
        self.actual.system
    }

    /// `ALTER TABLE articles `, and what follows.
    fn alter(&self, what: &str) -> String {
        format!("ALTER TABLE {} {what}", text::table(self.system(), &self.declared.table))
    }

    /// Adds a column with its constraints and indexes.
    pub(crate) fn add(&self, at: usize) -> Result<Vec<String>> {
        if self.system() == System::Sqlite {
            return self.rebuild();
        }
        let mut statements =
            vec![self.alter(&format!("ADD COLUMN {}", text::column(self.system(), self.declared, at, None)?))];
        let field = &self.declared.meta.fields[at];
        let rules = [Rule::Choices, Rule::Length];
        let rules = rules.iter().filter_map(|rule| text::check(self.system(), self.declared, field, *rule));
        let constraints = text::foreign_keys(self.system(), self.declared, at).chain(rules);
        statements.extend(constraints.map(|constraint| self.alter(&format!("ADD {constraint}"))));
        statements.extend(self.indexes_of(at));
        Ok(statements)
    }

    /// The indexes that have a column.
    fn indexes_of(&self, at: usize) -> Vec<String> {
        let uniques = self.declared.meta.uniques.iter().filter(|unique| unique.columns.contains(&at));
        let mut statements: Vec<_> = uniques.map(|key| self.declared.uniques(self.system()).create(key)).collect();
        let indexes = self.declared.indexes();
        let has = |index: &&Wanted| index.columns.iter().any(|term| term.field == at);
        statements.extend(indexes.iter().filter(has).map(|index| text::index(self.system(), self.declared, index)));
        statements
    }

    /// Changes a column to match its declaration.
    pub(crate) fn change(&self, at: usize, column: &Column, change: Change) -> Result<Vec<String>> {
        let (system, field) = (self.system(), &self.declared.meta.fields[at]);
        let name = quoted(system, &column.name);
        let what = match (system, change) {
            (System::Sqlite, _) => return self.rebuild(),
            (System::Mysql, _) => {
                let keeps_type = matches!(change, Change::NotNull | Change::Null | Change::Default | Change::Collation)
                    && types::fits(system, field, column);
                let given = keeps_type.then_some(&*column.ty);
                format!("MODIFY COLUMN {}", text::column(system, self.declared, at, given)?)
            }
            (System::Postgres, Change::Type) => {
                let ty = text::type_name(system, self.declared, at)?;
                format!("ALTER COLUMN {name} TYPE {ty} USING {name}::{ty}")
            }
            (System::Postgres, Change::Collation) => {
                format!("ALTER COLUMN {name} TYPE {} COLLATE \"default\"", column.ty)
            }
            (System::Postgres, Change::NotNull) => format!("ALTER COLUMN {name} SET NOT NULL"),
            (System::Postgres, Change::Null) => format!("ALTER COLUMN {name} DROP NOT NULL"),
            (System::Postgres, Change::Generated) => {
                let not_null =
                    if field.nullable { String::new() } else { format!(", ALTER COLUMN {name} SET NOT NULL") };
                format!("ALTER COLUMN {name} DROP EXPRESSION{not_null}")
            }
            (System::Postgres, Change::Default) => match text::default(system, field) {
                Some(default) => format!("ALTER COLUMN {name} SET DEFAULT {default}"),
                None => return Ok(Vec::new()),
            },
        };
        if change == Change::Default && text::default(system, field).is_none() {
            return Ok(Vec::new());
        }
        Ok(vec![self.alter(&what)])
    }

    /// Lets a row be created that does not set a column.
    pub(crate) fn make_optional(&self, column: &Column) -> Result<Vec<String>> {
        let name = quoted(self.system(), &column.name);
        match self.system() {
            System::Sqlite => self.rebuild(),
            System::Postgres => Ok(vec![self.alter(&format!("ALTER COLUMN {name} DROP NOT NULL"))]),
            System::Mysql => Ok(vec![self.alter(&format!("MODIFY COLUMN {name} {} NULL", column.ty))]),
        }
    }

    /// Replaces the primary key.
    pub(crate) fn key(&self) -> Result<Vec<String>> {
        if self.system() == System::Sqlite {
            return self.rebuild();
        }
        let fields = self.declared.meta.key.iter().map(|column| &self.declared.meta.fields[*column]);
        let add = format!("ADD PRIMARY KEY ({})", text::columns(self.system(), fields));
        let present = self.table.indexes.iter().find(|index| index.is_primary);
        let drop = present.map(|index| match self.system() {
            System::Mysql => "DROP PRIMARY KEY, ".to_owned(),
            _ => format!("DROP CONSTRAINT {}, ", quoted(self.system(), &index.name)),
        });
        Ok(vec![self.alter(&(drop.unwrap_or_default() + &add))])
    }

    /// Lets the database number the rows.
    pub(crate) fn number(&self, at: usize) -> Result<Vec<String>> {
        let column = quoted(self.system(), self.declared.meta.fields[at].column);
        let table = text::table(self.system(), &self.declared.table);
        match self.system() {
            System::Sqlite => self.rebuild(),
            System::Mysql => {
                let definition = text::column(System::Mysql, self.declared, at, None)?;
                Ok(vec![self.alter(&format!("MODIFY COLUMN {definition}"))])
            }
            System::Postgres => Ok(vec![
                self.alter(&format!("ALTER COLUMN {column} DROP DEFAULT")),
                self.alter(&format!("ALTER COLUMN {column} ADD GENERATED BY DEFAULT AS IDENTITY")),
                // The numbers continue where the rows end.
                format!(
                    "SELECT setval(pg_get_serial_sequence({}, {}), coalesce(max({column}), 0) + 1, false) FROM {table}",
                    text::literal(System::Postgres, &table),
                    text::literal(System::Postgres, self.declared.meta.fields[at].column),
                ),
            ]),
        }
    }

    /// Removes an index. Nothing for one of SQLite that belongs to a constraint.
    pub(crate) fn drop_index(&self, index: &Index) -> Option<String> {
        let name = quoted(self.system(), &index.name);
        match self.system() {
            System::Postgres if index.is_constraint => Some(self.alter(&format!("DROP CONSTRAINT {name}"))),
            System::Postgres => Some(format!("DROP INDEX {}.{name}", quoted(System::Postgres, &self.table.schema))),
            System::Mysql => Some(format!("DROP INDEX {name} ON {}", text::table(System::Mysql, &self.declared.table))),
            System::Sqlite => (!index.is_constraint).then(|| format!("DROP INDEX {name}")),
        }
    }

    /// Removes the index that has a name which another one is to have, and does not do what that one does.
    pub(crate) fn make_way(&self, name: &str) -> Option<String> {
        let named = self.table.indexes.iter().find(|index| self.actual.same(&index.name, name));
        named.and_then(|index| self.drop_index(index))
    }

    /// Gives an index another name.
    pub(crate) fn rename_index(&self, index: &Index, to: &str) -> Vec<String> {
        let (from, to) = (quoted(self.system(), &index.name), quoted(self.system(), to));
        match self.system() {
            System::Postgres => {
                vec![format!("ALTER INDEX {}.{from} RENAME TO {to}", quoted(System::Postgres, &self.table.schema))]
            }
            _ => vec![self.alter(&format!("RENAME INDEX {from} TO {to}"))],
        }
    }

    /// Adds a foreign key, in the place of another one if there is one.
    pub(crate) fn foreign_key(&self, parent: &ParentTable, present: Option<&ForeignKey>) -> Result<Vec<String>> {
        if self.system() == System::Sqlite {
            return self.rebuild();
        }
        let word = if self.system() == System::Mysql { "FOREIGN KEY" } else { "CONSTRAINT" };
        let drop = present.map(|key| self.alter(&format!("DROP {word} {}", quoted(self.system(), &key.name))));
        let add = text::foreign_key(self.system(), self.declared, parent);
        Ok(drop.into_iter().chain([self.alter(&format!("ADD {add}"))]).collect())
    }

    /// Replaces the CHECK of a column.
    pub(crate) fn check(&self, field: &Field, rule: Rule) -> Result<Vec<String>> {
        if self.system() == System::Sqlite {
            return self.rebuild();
        }
        let name = quoted(self.system(), &text::check_name(self.declared, field, rule));
        let add = text::check(self.system(), self.declared, field, rule);
        let add = add.map(|add| self.alter(&format!("ADD {add}")));
        Ok([self.alter(&format!("DROP CONSTRAINT {name}"))].into_iter().chain(add).collect())
    }
}
