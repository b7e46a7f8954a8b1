//! Columns: whether they exist, and their types.

use super::Found;
use crate::check::actual::Column;
use crate::check::mend::{Change, Mend};
use crate::check::{meaning, tokens, types};
use crate::ddl::declared::Declared;
use crate::ddl::text::{self, Rule};
use crate::meta::error::Result;
use crate::meta::{Field, Role};
use crate::sql::dialect::System;

impl Found<'_> {
    pub(super) fn columns(&mut self, mend: Mend<'_>) -> Result<()> {
        let Mend { actual, declared, table } = mend;
        for (at, field) in declared.meta.fields.iter().enumerate() {
            match actual.column(table, field.column) {
                None => {
                    let message = format!("the table has no column `{}`", field.column);
                    self.error("column.missing", declared, Some(field), message, mend.add(at)?);
                }
                Some(column) => self.column(mend, at, column)?,
            }
        }
        for column in &table.columns {
            let has = |field: &Field| actual.same(field.column, &column.name);
            let is_other = |other: &&Declared| other.table == declared.table && !other.meta.read_only;
            let others = self.declarations.tables.iter().filter(is_other);
            let is_written = others.chain([declared]).flat_map(|other| other.meta.fields).any(has);
            let may_be_left_out =
                !column.is_not_null || column.default.is_some() || column.is_generated || column.is_numbered;
            if !is_written && !may_be_left_out {
                let message = format!(
                    "no field writes the column `{}`, which cannot be NULL and has no default: every INSERT fails",
                    column.name
                );
                self.error("column.extra", declared, None, message, mend.make_optional(column)?);
            }
        }
        Ok(())
    }

    /// The columns of a model that is only read. No statement mends them: they are the business of others.
    pub(super) fn read_columns(&mut self, mend: Mend<'_>) -> Result<()> {
        let Mend { actual, declared, table } = mend;
        for (at, field) in declared.meta.fields.iter().enumerate() {
            let Some(column) = actual.column(table, field.column) else {
                let what = if table.is_view { "view" } else { "table" };
                let message = format!("the {what} has no column `{}`", field.column);
                self.error("column.missing", declared, Some(field), message, Vec::new());
                continue;
            };
            if !types::is_read_as(actual.system, field, column) {
                let message = self.wrong_type(mend, at, column);
                self.error("type.differs", declared, Some(field), message, Vec::new());
            }
            // PostgreSQL and SQLite do not say of a view whether its columns can be NULL.
            let is_told = !table.is_view || actual.system == System::Mysql;
            if is_told && !column.is_not_null && !field.nullable && column.key == 0 && !column.is_generated {
                let message = "the column can be NULL, but the model cannot read NULL";
                self.warning("null.allowed", declared, Some(field), message, Vec::new());
            }
        }
        Ok(())
    }

    fn wrong_type(&self, mend: Mend<'_>, at: usize, column: &Column) -> String {
        match text::type_name(self.actual.system, mend.declared, at) {
            Ok(wanted) => format!("the column is `{}`, but the model needs `{wanted}`", column.ty),
            Err(_) => format!("the column is `{}`, and this backend has no column type for the field", column.ty),
        }
    }

    fn column(&mut self, mend: Mend<'_>, at: usize, column: &Column) -> Result<()> {
        let Mend { actual, declared, .. } = mend;
        let field = &declared.meta.fields[at];
        let is_written = !field.by_database;
        if column.is_generated && is_written && field.role != Role::Key {
            let message =
                "the database computes the column, but the model writes it: write `#[model(db)]` on the field";
            self.error("column.generated", declared, Some(field), message, mend.change(at, column, Change::Generated)?);
            return Ok(());
        }
        if !types::fits(actual.system, field, column) {
            let message = self.wrong_type(mend, at, column);
            self.error("type.differs", declared, Some(field), message, mend.change(at, column, Change::Type)?);
            self.nullability(mend, at, column)?;
            return self.default(mend, at, column);
        }
        if types::is_cut(actual.system, field, column) {
            let message =
                format!("the column is `{}`, which truncates the microseconds that the library writes", column.ty);
            self.error("type.precision", declared, Some(field), message, mend.change(at, column, Change::Type)?);
        }
        self.nullability(mend, at, column)?;
        self.length(mend, at, column)?;
        self.choices(mend, at, column)?;
        self.default(mend, at, column)?;
        self.characters(mend, at, column)?;
        self.collation(mend, at, column)
    }

    fn nullability(&mut self, mend: Mend<'_>, at: usize, column: &Column) -> Result<()> {
        let Mend { actual, declared, .. } = mend;
        let field = &declared.meta.fields[at];
        if column.is_not_null && field.nullable {
            let message = "the column cannot be NULL, but the model may write NULL";
            self.error("null.refused", declared, Some(field), message, mend.change(at, column, Change::Null)?);
        }
        if !column.is_not_null && !field.nullable && !column.is_generated {
            if column.key > 0 {
                // Only SQLite lets a key be NULL, and not that which numbers the rows.
                if actual.system == System::Sqlite && !column.is_numbered {
                    let message = "SQLite lets a key be NULL unless the column says `NOT NULL`";
                    let sql = mend.change(at, column, Change::NotNull)?;
                    self.warning("null.allowed", declared, Some(field), message, sql);
                }
                return Ok(());
            }
            let message = "the column can be NULL, but the model cannot read NULL";
            self.error("null.allowed", declared, Some(field), message, mend.change(at, column, Change::NotNull)?);
        }
        Ok(())
    }

    fn length(&mut self, mend: Mend<'_>, at: usize, column: &Column) -> Result<()> {
        let Mend { actual, declared, table } = mend;
        let field = &declared.meta.fields[at];
        let Some(wanted) = field.facts.max_length else { return Ok(()) };
        let message = |found: usize| {
            format!("the database refuses texts of more than {found} characters, but the model allows {wanted}")
        };
        if let Some(found) = types::length(actual.system, column).filter(|found| *found < wanted) {
            self.error("length.short", declared, Some(field), message(found), mend.change(at, column, Change::Type)?);
        }
        let name = text::check_name(declared, field, Rule::Length);
        let check = table.checks.iter().find(|(other, _)| actual.same(other, &name));
        if let Some(found) = check.and_then(|(_, sql)| tokens::number(sql)).filter(|found| *found < wanted) {
            self.error("length.short", declared, Some(field), message(found), mend.check(field, Rule::Length)?);
        }
        Ok(())
    }

    fn choices(&mut self, mend: Mend<'_>, at: usize, column: &Column) -> Result<()> {
        let Mend { actual, declared, table } = mend;
        let field = &declared.meta.fields[at];
        let name = text::check_name(declared, field, Rule::Choices);
        let check = table.checks.iter().find(|(other, _)| actual.same(other, &name));
        let (known, sql) = match check {
            Some((_, condition)) => {
                let known = tokens::choices(condition, actual.system == System::Mysql, field.sql.is_number());
                (known, mend.check(field, Rule::Choices)?)
            }
            None if actual.system == System::Mysql && column.ty.starts_with("enum(") => {
                (tokens::texts(&column.ty, true), mend.change(at, column, Change::Type)?)
            }
            None => {
                let add = |value: &&str| {
                    format!("ALTER TYPE {} ADD VALUE {}", column.ty, text::literal(System::Postgres, value))
                };
                (column.values.clone(), self.refused(field, &column.values).iter().map(add).collect())
            }
        };
        let refused = self.refused(field, &known);
        if !refused.is_empty() {
            let message = format!("the database refuses these choices of the model: {}", refused.join(", "));
            self.error("choices.refused", declared, Some(field), message, sql);
        }
        Ok(())
    }

    /// The choices that are not among the texts that a database knows, if it knows some.
    fn refused(&self, field: &Field, known: &[String]) -> Vec<&'static str> {
        let values = field.facts.choices.iter().map(|(value, _)| *value);
        values.filter(|value| !known.is_empty() && !known.iter().any(|other| other == value)).collect()
    }

    fn default(&mut self, mend: Mend<'_>, at: usize, column: &Column) -> Result<()> {
        let (declared, field) = (mend.declared, &mend.declared.meta.fields[at]);
        let has_one = column.default.is_some() || column.is_generated || column.is_numbered;
        if field.is_left_out() && !field.nullable && !has_one {
            let message =
                "the library leaves the column to the database, which has no default for it: every INSERT fails";
            self.error("default.missing", declared, Some(field), message, mend.change(at, column, Change::Default)?);
            return Ok(());
        }
        let plain = |default: Option<&str>| default.and_then(meaning::plain_value);
        let (wanted, found) = (plain(field.facts.sql_default), plain(column.default.as_deref()));
        if let (Some(wanted), Some(found)) = (wanted, found)
            && wanted != found
        {
            let message = format!("the default of the column is `{found}`, and that of the model is `{wanted}`");
            self.error("default.differs", declared, Some(field), message, mend.change(at, column, Change::Default)?);
        }
        Ok(())
    }

    fn characters(&mut self, mend: Mend<'_>, at: usize, column: &Column) -> Result<()> {
        let (declared, field) = (mend.declared, &mend.declared.meta.fields[at]);
        let is_any_text = field.sql.is_text() && field.facts.choices.is_empty();
        let Some(narrow) = column.narrow.as_ref().filter(|_| is_any_text) else { return Ok(()) };
        let message = format!("the character set {narrow} lacks characters: a text that has one is refused");
        self.error("charset.narrow", declared, Some(field), message, mend.change(at, column, Change::Collation)?);
        Ok(())
    }

    fn collation(&mut self, mend: Mend<'_>, at: usize, column: &Column) -> Result<()> {
        let (declared, field) = (mend.declared, &mend.declared.meta.fields[at]);
        let Some(collation) = column.loose.as_ref().filter(|_| field.sql.is_text()) else { return Ok(()) };
        let message = format!("the collation {collation} treats some different texts as equal");
        if declared.meta.key.contains(&at) || declared.parents.iter().any(|parent| parent.fields.contains(&at)) {
            let sql = mend.change(at, column, Change::Collation)?;
            self.error("collation.loose", declared, Some(field), format!("{message}, and this is a key"), sql);
        } else if declared.meta.uniques.iter().any(|unique| unique.columns.contains(&at)) {
            let sql = mend.change(at, column, Change::Collation)?;
            let message = format!("{message}, so the second one is refused as a duplicate");
            self.warning("collation.loose", declared, Some(field), message, sql);
        }
        Ok(())
    }
}
