//! The primary key, how the database numbers rows, and foreign keys.

use super::Found;
use crate::check::actual::ForeignKey;
use crate::check::mend::Mend;
use crate::check::report::Severity;
use crate::check::schema::Policy;
use crate::ddl::declared::{Declared, ParentTable};
use crate::ddl::text;
use crate::meta::Field;
use crate::meta::error::Result;
use crate::sql::dialect::System;

impl Found<'_> {
    pub(super) fn key(&mut self, mend: Mend<'_>) -> Result<()> {
        let Mend { actual, declared, table } = mend;
        let fields: Vec<_> = declared.meta.key.iter().map(|at| &declared.meta.fields[*at]).collect();
        let wanted: Vec<_> = fields.iter().map(|field| field.column).collect();
        let found = actual.key(table);
        if fields.iter().any(|field| actual.column(table, field.column).is_none()) {
            // The missing column is reported.
            return Ok(());
        }
        let is = |(found, wanted): (&&str, &&str)| actual.same(found, wanted);
        let is_same =
            found.len() == wanted.len() && wanted.iter().all(|name| found.iter().any(|other| is((other, name))));
        if found.is_empty() {
            let message = format!("the table has no primary key, but the model has `{}`", wanted.join(", "));
            self.error("key.missing", declared, None, message, mend.key()?);
        } else if !is_same && !self.is_partitioned(mend, &found) {
            let message =
                format!("the primary key is `{}`, but the model's key is `{}`", found.join(", "), wanted.join(", "));
            self.error("key.differs", declared, None, message, mend.key()?);
        }
        if let (true, [at]) = (declared.is_numbered, declared.meta.key) {
            let field = &declared.meta.fields[*at];
            let column = actual.column(table, field.column);
            let is_numbered = column.is_some_and(|column| column.is_numbered || column.default.is_some());
            let is_reused = actual.system == System::Sqlite && !table.sql.to_uppercase().contains("AUTOINCREMENT");
            if is_numbered && is_reused {
                let message =
                    "the key has no AUTOINCREMENT: SQLite reuses the number of the last row once it is removed";
                self.warning("key.reused", declared, Some(field), message, mend.number(*at)?);
            }
            if !is_numbered && (actual.system != System::Sqlite || is_same) {
                let message = "the library leaves the key to the database, but the database does not number the rows";
                self.error("key.not_numbered", declared, Some(field), message, mend.number(*at)?);
            }
        }
        Ok(())
    }

    /// A partitioned table of PostgreSQL has the column of its partitions in its key.
    fn is_partitioned(&self, mend: Mend<'_>, found: &[&str]) -> bool {
        mend.declared.table.name == "audit_logs" && found.first() == Some(&"id")
    }

    pub(super) fn sequences(&mut self, mend: Mend<'_>) {
        let Mend { declared, table, .. } = mend;
        for (column, sequence, cache) in &table.sequences {
            let field = declared.meta.fields.iter().find(|field| field.column == column);
            if let (Some(field), 2..) = (field, cache) {
                let is_trail = declared.table.name == "audit_logs";
                let message = format!(
                    "each connection takes {cache} numbers at once, so a later row can have a smaller number{}",
                    if is_trail { ", and the trail is read in the order of its numbers" } else { "" }
                );
                let severity = if is_trail { Severity::Error } else { Severity::Warning };
                let sql = vec![format!("ALTER SEQUENCE {sequence} CACHE 1")];
                self.add(severity, "sequence.cache", declared, Some(field), message, sql);
            }
        }
    }

    pub(super) fn foreign_keys(&mut self, mend: Mend<'_>) -> Result<()> {
        let Mend { actual, declared, table } = mend;
        for parent in &declared.parents {
            let fields = parent.fields.iter().map(|field| &declared.meta.fields[*field]);
            if fields.into_iter().any(|field| actual.column(table, field.column).is_none()) {
                continue;
            }
            let field = &declared.meta.fields[parent.last()];
            let over_it = |key: &&ForeignKey| actual.is_over(key, declared, parent);
            let mut keys = table.foreign_keys.iter().filter(over_it).peekable();
            let first = keys.peek().copied();
            match keys.find(|key| self.leads_to(key, declared, parent)) {
                Some(key) => self.foreign_key(mend, parent, field, key)?,
                None => self.no_foreign_key(mend, parent, field, first)?,
            }
        }
        Ok(())
    }

    fn leads_to(&self, key: &ForeignKey, declared: &Declared, parent: &ParentTable) -> bool {
        let is_table = self.actual.same(&key.table, &parent.table.name);
        let is_schema = parent.table.schema.as_ref().is_none_or(|schema| self.actual.same(schema, &key.schema));
        let is_part = |(field, wanted): (&usize, &Field)| {
            let own = declared.meta.fields[*field].column;
            let is = |(here, there): &(String, String)| {
                self.actual.same(here, own) && self.actual.same(there, wanted.column)
            };
            key.columns.iter().any(is)
        };
        is_table && is_schema && parent.fields.iter().zip(parent.key()).all(is_part)
    }

    fn no_foreign_key(
        &mut self,
        mend: Mend<'_>,
        parent: &ParentTable,
        field: &Field,
        other: Option<&ForeignKey>,
    ) -> Result<()> {
        let named = |columns: Vec<&str>| columns.join(", ");
        let wanted = format!("{} ({})", parent.table, named(parent.key().map(|field| field.column).collect()));
        let declared = mend.declared;
        let sql = mend.foreign_key(parent, other)?;
        match other {
            Some(key) => {
                let found = named(key.columns.iter().map(|(_, there)| &**there).collect());
                let message = format!("the foreign key refers to {} ({found}), and not to {wanted}", key.table);
                self.error("foreign_key.differs", declared, Some(field), message, sql);
            }
            // A view cannot have one.
            None if parent.meta.read_only => {}
            None => {
                let message = format!("no foreign key refers to {wanted}: a raw write can leave rows without a parent");
                self.warning("foreign_key.missing", declared, Some(field), message, sql);
            }
        }
        Ok(())
    }

    fn foreign_key(&mut self, mend: Mend<'_>, parent: &ParentTable, field: &Field, key: &ForeignKey) -> Result<()> {
        let declared = mend.declared;
        if !key.is_valid {
            let sql = vec![format!(
                "ALTER TABLE {} VALIDATE CONSTRAINT {}",
                text::table(self.actual.system, &declared.table),
                text::quoted(self.actual.system, &key.name)
            )];
            let message = "the foreign key is NOT VALID: rows that are older than the constraint were never checked";
            self.warning("foreign_key.not_valid", declared, Some(field), message, sql);
        }
        let Some(policy) = self.policy(declared, parent) else { return Ok(()) };
        let does = match &*key.on_delete {
            "CASCADE" if policy != Policy::Cascade => "removes the rows",
            "SET NULL" if policy != Policy::SetNull => "sets the column to NULL",
            "SET DEFAULT" => "sets the column to its default",
            _ => return Ok(()),
        };
        let says = match policy {
            Policy::Cascade => "`on_delete = cascade`",
            Policy::Restrict => "`on_delete = restrict`",
            Policy::SetNull => "`on_delete = set_null`",
            Policy::Keep => "that they stay",
        };
        let message = format!(
            "when a {} is removed, the database {does}, without an entry in the trail, but the model says {says}",
            parent.meta.label()
        );
        let sql = mend.foreign_key(parent, Some(key))?;
        self.error("foreign_key.on_delete", declared, Some(field), message, sql);
        Ok(())
    }

    /// The parent's relation to these rows, if the parent is among the models.
    fn policy(&self, declared: &Declared, parent: &ParentTable) -> Option<Policy> {
        let is_known = self.declarations.tables.iter().any(|table| table.table == parent.table);
        let mut owned = self.declarations.owned.iter();
        let owned = owned.find(|owned| {
            let columns = parent.fields.iter().map(|field| declared.meta.fields[*field].column);
            owned.table == declared.table && columns.eq(owned.columns.iter().copied())
        });
        owned.map(|owned| owned.policy).or(is_known.then_some(Policy::Keep))
    }
}
