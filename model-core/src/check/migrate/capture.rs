//! The triggers of `audit(capture)` in a migration.

use crate::check::actual::{Actual, Table, Trigger};
use crate::check::migrate::changes::{Changes, Script};
use crate::check::migrate::shape::Shape;
use crate::ddl::capture;
use crate::ddl::declared::TableName;
use crate::ddl::text::{quoted, table as table_text};
use crate::meta::Meta;
use crate::meta::error::Result;
use crate::sql::dialect::System;

/// Whether a trigger of a table is one of the library's.
pub(super) fn is_own(system: System, of: &TableName, trigger: &Trigger) -> bool {
    capture::names(system, of).iter().any(|name| name.eq_ignore_ascii_case(&trigger.name))
}

/// The statements that create the triggers of a model. What was there is dropped before.
pub(super) fn wanted(system: System, meta: &'static Meta, of: &TableName) -> Result<Vec<String>> {
    let mut statements = capture::create(system, meta, of)?;
    statements.retain(|statement| !statement.starts_with("DROP "));
    Ok(statements)
}

/// The triggers that a table has, as the statements that create them. The row by which the library's writes tell those
/// of SQLite that they are silent stays when they go.
pub(super) fn present(actual: &Actual, of: &TableName, table: &Table) -> Vec<String> {
    let system = actual.system;
    let names = capture::names(system, of);
    let found = names.iter().filter_map(|name| table.triggers.iter().find(|other| actual.same(&other.name, name)));
    let found: Vec<_> = found.collect();
    let function = found.first().filter(|_| system == System::Postgres).map(|first| capture::function(of, &first.text));
    let create = |trigger: &&Trigger| match system {
        System::Sqlite => trigger.text.clone(),
        System::Postgres => trigger.head.clone(),
        System::Mysql => format!(
            "CREATE TRIGGER {} {} ON {} FOR EACH ROW\n{}",
            quoted(system, &trigger.name),
            trigger.head,
            table_text(system, of),
            trigger.text
        ),
    };
    function.into_iter().chain(found.iter().map(create)).collect()
}

/// Drops the triggers that a migration replaces or takes away, before the columns change that they name.
pub(super) fn drop_old(system: System, changes: &Changes, script: &mut Script) {
    for altered in &changes.altered {
        if !altered.from.capture.is_empty() && altered.from.capture != altered.to.capture {
            script.extend(capture::drop(system, &altered.from.name));
        }
    }
}

/// Creates those that are new, when everything else is done.
pub(super) fn create_new(system: System, changes: &Changes, script: &mut Script) {
    let altered = changes.altered.iter().filter(|altered| altered.from.capture != altered.to.capture);
    for shape in changes.created.iter().chain(altered.map(|altered| &altered.to)) {
        create(system, shape, script);
    }
}

/// Creates the triggers of a table, if it has some.
pub(super) fn create(system: System, shape: &Shape, script: &mut Script) {
    if !shape.capture.is_empty() {
        script.push(format!("-- What bypasses the library writes its entries: {}", table_text(system, &shape.name)));
        script.extend(shape.capture.iter().cloned());
    }
}

/// Drops what a table leaves behind that is dropped: the function of PostgreSQL.
pub(super) fn drop_with_table(system: System, shape: &Shape, script: &mut Script) {
    if system == System::Postgres && !shape.capture.is_empty() {
        script.extend(capture::drop(system, &shape.name));
    }
}
