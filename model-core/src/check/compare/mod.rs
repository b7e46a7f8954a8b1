//! Compares the declarations of the models with the catalogs. Everything here is a plain function over plain data.

mod capture;
mod columns;
mod indexes;
mod keys;
#[cfg(feature = "list")]
mod lists;
mod settings;
pub(crate) mod trail;

use crate::check::actual::{Actual, Table};
use crate::check::mend::{self, Mend};
use crate::check::report::{Finding, Severity};
use crate::check::schema::Declarations;
use crate::ddl::declared::Declared;
use crate::meta::error::Result;
use crate::meta::{Field, Meta};

/// The differences.
pub(crate) fn compare(declarations: &Declarations, actual: &Actual) -> Result<Vec<Finding>> {
    let mut found = Found { actual, declarations, findings: Vec::new() };
    let mut seen: Vec<&Declared> = Vec::new();
    for declared in parents_first(&declarations.tables) {
        // A proxy has the table of its model, and an order of its own.
        let is_proxy = seen.iter().any(|other| is_same(other.meta, declared.meta));
        if let Some(other) = seen.iter().find(|other| !is_proxy && other.table == declared.table) {
            found.disagreements(declared, other)?;
        }
        if !is_proxy {
            seen.iter().for_each(|other| found.histories(declared, other));
        }
        match actual.table(&declared.table) {
            None if is_proxy => {}
            None => found.missing(declared)?,
            Some(table) if declared.meta.read_only => found.read_only(declared, table, is_proxy)?,
            Some(table) if table.is_view => found.is_view(declared, is_proxy),
            Some(table) => found.table(declared, table, is_proxy)?,
        }
        seen.push(declared);
    }
    if declarations.tables.iter().any(|declared| declared.meta.audited) {
        found.trail()?;
    }
    found.settings();
    Ok(found.findings)
}

/// Whether two descriptions are of one model: a constant has no address of its own.
fn is_same(one: &Meta, other: &Meta) -> bool {
    let columns = |meta: &Meta| meta.fields.iter().map(|field| field.column);
    one.name == other.name && one.content_type == other.content_type && columns(one).eq(columns(other))
}

/// The tables in an order in which they can be created.
pub(crate) fn parents_first(tables: &[Declared]) -> Vec<&Declared> {
    let mut ordered: Vec<&Declared> = Vec::new();
    let mut left: Vec<&Declared> = tables.iter().collect();
    while !left.is_empty() {
        let waits = |declared: &&Declared| {
            let is_left = |parent: &crate::ddl::declared::ParentTable| {
                parent.table != declared.table && left.iter().any(|other| other.table == parent.table)
            };
            declared.parents.iter().any(is_left)
        };
        let (later, now): (Vec<_>, Vec<_>) = left.iter().partition(|declared| waits(declared));
        // Tables that refer to each other stay in their order.
        let stuck = now.is_empty();
        ordered.extend(if stuck { later.clone() } else { now });
        left = if stuck { Vec::new() } else { later };
    }
    ordered
}

/// The findings so far.
struct Found<'a> {
    actual: &'a Actual,
    declarations: &'a Declarations,
    findings: Vec<Finding>,
}

impl<'a> Found<'a> {
    fn add(
        &mut self,
        severity: Severity,
        id: &'static str,
        declared: &Declared,
        field: Option<&Field>,
        message: impl Into<String>,
        sql: Vec<String>,
    ) {
        let (model, field) = (declared.meta.name, field.map(|field| field.name));
        self.findings.push(Finding { id, severity, model, field, message: message.into(), sql });
    }

    fn error(
        &mut self,
        id: &'static str,
        declared: &Declared,
        field: Option<&Field>,
        message: impl Into<String>,
        sql: Vec<String>,
    ) {
        self.add(Severity::Error, id, declared, field, message, sql);
    }

    fn warning(
        &mut self,
        id: &'static str,
        declared: &Declared,
        field: Option<&Field>,
        message: impl Into<String>,
        sql: Vec<String>,
    ) {
        self.add(Severity::Warning, id, declared, field, message, sql);
    }

    fn missing(&mut self, declared: &Declared) -> Result<()> {
        let name = &declared.table;
        let mut message = format!("there is no table `{name}`, or this user may not see it");
        let elsewhere = self.actual.tables.iter().find(|table| self.actual.same(&table.name, &name.name));
        if let Some(table) = elsewhere {
            message = format!(
                "there is no table `{name}`, but the schema `{0}` has one: name the schema in `table!`, as in `{0}.{1}`, \
                 or add it to the search path",
                table.schema, table.name
            );
        }
        let read_only = declared.meta.read_only;
        if read_only && elsewhere.is_none() {
            message = format!("there is no table or view `{name}`, or this user may not see it");
        }
        let sql = match elsewhere.is_some() || read_only {
            true => Vec::new(),
            false => mend::create(self.actual.system, declared)?,
        };
        let is_created = !sql.is_empty();
        self.error("table.missing", declared, None, message, sql);
        if is_created && declared.meta.captured {
            self.capture_missing(declared)?;
        }
        Ok(())
    }

    fn is_view(&mut self, declared: &Declared, is_proxy: bool) {
        if !is_proxy {
            let message = format!(
                "`{}` is a view, and its columns are not compared: write `#[model(read_only)]` on the model",
                declared.table
            );
            self.warning("table.view", declared, None, message, Vec::new());
        }
    }

    /// A read-only model needs its columns alone: what keeps the rows is not its own.
    fn read_only(&mut self, declared: &'a Declared, table: &'a Table, is_proxy: bool) -> Result<()> {
        match is_proxy {
            true => Ok(()),
            false => self.read_columns(Mend { actual: self.actual, declared, table }),
        }
    }

    fn table(&mut self, declared: &'a Declared, table: &'a Table, is_proxy: bool) -> Result<()> {
        let mend = Mend { actual: self.actual, declared, table };
        if is_proxy {
            self.wanted(mend, true);
            return Ok(());
        }
        if let Some(engine) = table.engine.as_ref().filter(|engine| !engine.eq_ignore_ascii_case("InnoDB")) {
            let message = format!("the table has the engine {engine}, which has no transactions");
            let sql = vec![format!(
                "ALTER TABLE {} ENGINE = InnoDB",
                crate::ddl::text::table(self.actual.system, &declared.table)
            )];
            self.error("table.engine", declared, None, message, sql);
        }
        self.columns(mend)?;
        self.key(mend)?;
        self.uniques(mend);
        self.foreign_keys(mend)?;
        self.wanted(mend, false);
        #[cfg(feature = "list")]
        self.lists(mend);
        self.sequences(mend);
        self.capture(mend)
    }

    /// What two models of one table say differently.
    fn disagreements(&mut self, declared: &Declared, other: &Declared) -> Result<()> {
        let name = other.meta.name;
        for field in declared.meta.fields {
            let Some(theirs) = other.meta.fields.iter().find(|theirs| theirs.column == field.column) else { continue };
            if theirs.sql != field.sql || theirs.nullable != field.nullable {
                let message = format!("`{name}` declares the column `{}` with another type", field.column);
                self.error("model.disagrees", declared, Some(field), message, Vec::new());
            }
        }
        if declared.meta.read_only || other.meta.read_only {
            return Ok(());
        }
        for (one, all) in [(declared, other), (other, declared)] {
            for field in all.meta.fields.iter().filter(|field| !field.nullable && !field.is_left_out()) {
                if !one.meta.fields.iter().any(|own| own.column == field.column) {
                    let message = format!(
                        "`{}` writes the column `{}`, which cannot be NULL, and this model of the same table does not: \
                         it cannot create rows",
                        all.meta.name, field.column
                    );
                    self.warning("model.incomplete", one, None, message, Vec::new());
                }
            }
        }
        Ok(())
    }
}
