//! SQLite: what `ALTER TABLE` can do, and a new table that takes the place of the old one where it cannot.

use crate::check::migrate::capture;
use crate::check::migrate::changes::{Altered, Script};
use crate::check::migrate::shape::{ColumnPart, Shape};
use crate::check::migrate::steps::{name, narrowed};
use crate::ddl::declared::shortened;
use crate::ddl::text::{self, quoted};
use crate::sql::dialect::System::Sqlite;

/// The statements that change one table.
pub(super) fn alter(altered: &Altered, script: &mut Script) {
    let (from, to) = (altered.renamed(Sqlite), &altered.to);
    altered.rename_columns(Sqlite, script);
    let gone = |column: &&ColumnPart| to.column(&column.name).is_none();
    let is_new = |column: &&ColumnPart| from.column(&column.name).is_none();
    if needs_rebuild(&from, to) {
        script.rebuilds = true;
        rebuild(&from, to, script);
        return;
    }
    let dropped = from.indexes.iter().filter(|index| !to.indexes.contains(index));
    script.extend(dropped.map(|index| format!("DROP INDEX {}", quoted(Sqlite, &index.name))));
    for column in to.columns.iter().filter(is_new) {
        script.push(format!("ALTER TABLE {} ADD COLUMN {}", name(Sqlite, to), column.text));
    }
    for column in from.columns.iter().filter(gone) {
        let column = quoted(Sqlite, &column.name);
        let table = name(Sqlite, to);
        let what = format!("the values of {table}.{column} are lost");
        script.destroy(what, format!("ALTER TABLE {table} DROP COLUMN {column}"));
    }
    let created = to.indexes.iter().filter(|index| !from.indexes.contains(index));
    script.extend(created.map(|index| index.text.clone()));
}

/// Whether `ALTER TABLE` cannot do it.
fn needs_rebuild(from: &Shape, to: &Shape) -> bool {
    let says = |column: &ColumnPart, words: &[&str]| {
        let upper = column.text.to_uppercase();
        words.iter().any(|word| upper.contains(word))
    };
    let is_constant = |default: &str| !default.starts_with('(') && !default.to_uppercase().starts_with("CURRENT_");
    let is_hard = |column: &&ColumnPart| match from.column(&column.name) {
        Some(old) => old.text != column.text,
        None => {
            column.needs_value()
                || column.default.as_deref().is_some_and(|default| !is_constant(default))
                || says(column, &["UNIQUE", "PRIMARY", " STORED"])
        }
    };
    // A column that something else in the table names cannot be dropped by itself.
    let is_held = |column: &&ColumnPart| {
        to.column(&column.name).is_none()
            && (says(column, &["UNIQUE", "PRIMARY", "REFERENCES"])
                || from
                    .columns
                    .iter()
                    .any(|other| other.name != column.name && super::parse::mentions(&other.text, &column.name)))
    };
    from.constraints != to.constraints
        || to.columns.iter().any(|column| is_hard(&column))
        || from.columns.iter().any(|column| is_held(&column))
}

/// Rewrites the table, as <https://www.sqlite.org/lang_altertable.html#otheralter> says.
fn rebuild(from: &Shape, to: &Shape, script: &mut Script) {
    let (old, new_name) = (name(Sqlite, to), shortened(format!("new_{}", to.name.name)));
    let new = quoted(Sqlite, &new_name);
    let mut lost = Vec::new();
    for column in &from.columns {
        let quoted = quoted(Sqlite, &column.name);
        match to.column(&column.name) {
            None if !column.is_generated => lost.push(format!("the values of {old}.{quoted} are lost")),
            Some(new) if !column.is_generated => lost.extend(narrowed(Sqlite, to, column, new)),
            _ => {}
        }
    }
    let create = to.create(&new, &[]);
    match lost.is_empty() {
        true => script.push(create),
        false => script.destroy(lost.join(", "), create),
    }
    let (mut into, mut values) = (Vec::new(), Vec::new());
    for column in to.columns.iter().filter(|column| !column.is_generated) {
        let name = quoted(Sqlite, &column.name);
        let value = match (from.column(&column.name), column.fill.as_ref().or(column.default.as_ref())) {
            (None, _) if column.fill.is_none() => continue,
            (None, Some(fill)) => fill.clone(),
            (Some(old), Some(fill)) if column.is_not_null && !old.is_not_null => format!("coalesce({name}, {fill})"),
            _ => name.clone(),
        };
        into.push(name);
        values.push(value);
    }
    script.push(format!("INSERT INTO {new} ({}) SELECT {} FROM {old}", into.join(", "), values.join(", ")));
    let counts =
        |shape: &Shape| shape.columns.iter().any(|column| column.text.to_uppercase().contains("AUTOINCREMENT"));
    if counts(from) && counts(to) {
        // The number of a row that was removed is not given again.
        let [before, after] = [&to.name.name, &new_name].map(|name| text::literal(Sqlite, name));
        script.push(format!("DELETE FROM sqlite_sequence WHERE name = {after}"));
        script.push(format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {after}, seq FROM sqlite_sequence WHERE name = {before}"
        ));
    }
    script.push(format!("DROP TABLE {old}"));
    // It would look for the table in the views and triggers of others, while there is none.
    script.push("PRAGMA legacy_alter_table = ON".to_owned());
    script.push(format!("ALTER TABLE {new} RENAME TO {old}"));
    script.push("PRAGMA legacy_alter_table = OFF".to_owned());
    script.extend(to.indexes.iter().map(|index| index.text.clone()));
    script.extend(to.triggers.iter().cloned());
    if from.capture == to.capture {
        capture::create(Sqlite, to, script);
    }
}
