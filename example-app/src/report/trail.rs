//! The audit trail as a table.

use super::table;
use crate::text::{counted, fit};
use chrono::DateTime;
use model_core::AuditLog;
use model_core::audit::Shown;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{self, Write};

/// Printed in the place of no value.
pub(super) const NONE: &str = "–";

/// The names of actors. The trail stores their keys.
#[derive(Debug)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// With the handles of authors, by id.
    pub fn new(handles: HashMap<String, String>) -> Self {
        Self(handles)
    }

    /// The actor of an entry.
    pub fn actor(&self, entry: &AuditLog) -> String {
        self.named(&entry.actor_kind, entry.actor_id.as_deref(), entry.ip.as_deref())
    }

    /// An actor by kind, id within it, and address.
    pub fn named(&self, kind: &str, id: Option<&str>, address: Option<&str>) -> String {
        match (id.and_then(|id| self.0.get(id)), id, address) {
            (Some(handle), ..) => fit(handle, 20),
            (None, Some(id), _) => format!("{kind} {}", fit(id, 12)),
            (None, None, Some(address)) => format!("{kind} {address}"),
            (None, None, None) => kind.to_owned(),
        }
    }

    /// A value on one line: the handle of an author instead of the key, an instant to the second.
    pub fn value(&self, value: &Value, width: usize) -> String {
        match value {
            Value::Null => NONE.to_owned(),
            Value::String(text) => match (self.0.get(text), DateTime::parse_from_rfc3339(text)) {
                (Some(handle), _) => fit(handle, width),
                (None, Ok(instant)) => instant.format("%Y-%m-%d %H:%M:%S").to_string(),
                (None, Err(_)) => self.text(text, width),
            },
            other => fit(&other.to_string(), width),
        }
    }

    fn text(&self, text: &str, width: usize) -> String {
        match uuid::Uuid::parse_str(text) {
            // The same digits as in the other tables.
            Ok(_) => text[text.len() - 8..].to_owned(),
            Err(_) => fit(text, width),
        }
    }
}

/// How many operations are printed. A tour of many files has one for each of them, and the latest matter most.
const ENTRIES: usize = 70;

/// Prints the latest entries, a line for each field that changed. A created or removed row is one line, and the rows
/// that were deleted or restored with another row are only counted.
///
/// # Errors
/// The output cannot be written.
pub fn trail(out: &mut dyn Write, entries: &[AuditLog], names: &Names) -> io::Result<()> {
    let operations: Vec<&[AuditLog]> = entries.chunk_by(is_one_cascade).collect();
    let (earlier, latest) = operations.split_at(operations.len().saturating_sub(ENTRIES));
    if !earlier.is_empty() {
        let earlier = earlier.iter().map(|operation| operation.len()).sum::<usize>();
        writeln!(out, "{} not shown:", counted(earlier, "earlier entry"))?;
    }
    let rows = latest.iter().flat_map(|operation| operation_rows(operation, names)).collect();
    table(out, ["no.", "time", "actor", "action", "row", "field", "old", "new"], rows)
}

/// Whether two rows were deleted, restored or removed in one operation.
fn is_one_cascade(one: &AuditLog, other: &AuditLog) -> bool {
    let key = |entry: &AuditLog| (entry.batch_id, entry.action.clone());
    key(one) == key(other) && ["delete", "restore", "hard_delete"].contains(&&*one.action)
}

fn operation_rows(operation: &[AuditLog], names: &Names) -> Vec<[String; 8]> {
    // A hard delete removes the children first, so the row itself comes last.
    let head = if operation[0].action == "hard_delete" { operation.last() } else { operation.first() };
    let mut rows: Vec<_> = head.into_iter().flat_map(|head| rows(head, names)).collect();
    if operation.len() > 1 {
        let related = counted(operation.len() - 1, "row");
        rows.push(["", "", "", "together with", &*related, "", "", ""].map(str::to_owned));
    }
    rows
}

/// Prints entries, a line for each, with the names of the fields that changed.
///
/// # Errors
/// The output cannot be written.
pub fn entries(out: &mut dyn Write, entries: &[AuditLog], names: &Names) -> io::Result<()> {
    let row = |entry: &AuditLog| {
        let fields: Vec<_> = entry.changes().map(|change| change.field).collect();
        let fields = match &*entry.action {
            "create" | "hard_delete" | "begin" => "(all)".to_owned(),
            _ => fit(&fields.join(", "), 22),
        };
        [
            entry.id.to_string(),
            entry.created_at.format("%Y-%m-%d %H:%M:%S").to_string(),
            names.actor(entry),
            fit(&action(entry), 20),
            fit(&named(entry), 16),
            fields,
            entry.request_id.as_deref().map_or_else(|| NONE.to_owned(), |request| fit(request, 14)),
        ]
    };
    table(out, ["no.", "time", "actor", "action", "row", "fields", "request"], entries.iter().map(row).collect())
}

/// The action and the model, or the name of an event.
fn action(entry: &AuditLog) -> String {
    match entry.details() {
        None => format!("{} {}", entry.action.replace('_', " "), entry.content_type),
        Some(_) => fit(&entry.action, 20),
    }
}

/// The name of the row. An event has only the model and the key of its row.
fn named(entry: &AuditLog) -> String {
    match (&*entry.content_type, &*entry.object_id) {
        (model, id) if entry.details().is_some() && !model.is_empty() => {
            let short = id.len().saturating_sub(8);
            format!("{model} {}", id.get(short..).unwrap_or(id))
        }
        _ => entry.object_repr.clone(),
    }
}

fn rows(entry: &AuditLog, names: &Names) -> Vec<[String; 8]> {
    let mut head = [
        entry.id.to_string(),
        entry.created_at.format("%H:%M:%S").to_string(),
        names.actor(entry),
        fit(&action(entry), 20),
        fit(&named(entry), 16),
    ];
    let mut row = |field: &str, old: String, new: String| {
        // Only the first line of an entry names it.
        let [no, time, actor, action, repr] = std::mem::take(&mut head);
        [no, time, actor, action, repr, field.to_owned(), old, new]
    };
    if let Some(details) = entry.details() {
        let details = details.as_object().into_iter().flatten().map(|(name, value)| (&**name, names.value(value, 19)));
        let mut rows: Vec<_> = details.map(|(name, value)| row(name, NONE.to_owned(), value)).collect();
        if rows.is_empty() {
            rows.push(row("", String::new(), String::new()));
        }
        return rows;
    }
    let whole = counted(entry.changes().count(), "value");
    match &*entry.action {
        "create" | "begin" => return vec![row("(all)", NONE.to_owned(), whole)],
        "hard_delete" => return vec![row("(all)", whole, NONE.to_owned())],
        _ => {}
    }
    let side = |value: Option<&Value>| value.map_or_else(|| NONE.to_owned(), |value| names.value(value, 19));
    // `updated_at` repeats the time of the entry.
    let changes = entry.changes().filter(|change| change.field != "updated_at");
    changes
        .map(|change| match change.value {
            Shown::Masked => row(change.field, "(masked)".to_owned(), "(masked)".to_owned()),
            Shown::Values { old, new } => row(change.field, side(old), side(new)),
        })
        .collect()
}
