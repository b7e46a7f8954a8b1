//! The history of one article, entry by entry.

use super::{Who, fit};
use model_core::AuditLog;
use model_core::audit::{Change, Shown};
use serde_json::Value;
use similar::TextDiff;
use std::io::{self, Write};

/// How many lines of a diff are printed.
const DIFF_LINES: usize = 24;

/// Prints entries, oldest first, each with what it changed.
///
/// # Errors
/// The output cannot be written.
pub fn history<'e>(out: &mut dyn Write, entries: impl IntoIterator<Item = &'e AuditLog>, who: &Who) -> io::Result<()> {
    for entry in entries {
        let time = entry.created_at.format("%Y-%m-%d %H:%M:%S");
        write!(out, "#{} {time} {} by {}", entry.id, entry.action, who.acted(entry))?;
        match &entry.request_id {
            Some(request) => writeln!(out, " (request {})", fit(request, 40))?,
            None => writeln!(out)?,
        }
        entry.changes().try_for_each(|change| field(out, &change, who))?;
    }
    Ok(())
}

fn field(out: &mut dyn Write, change: &Change<'_>, who: &Who) -> io::Result<()> {
    let name = change.field;
    match change.value {
        Shown::Masked => writeln!(out, "    {name}: changed (masked)"),
        Shown::Values { old: Some(Value::String(old)), new: Some(Value::String(new)) }
            if old.contains('\n') || new.contains('\n') =>
        {
            writeln!(out, "    {name}:")?;
            lines(out, old, new)
        }
        Shown::Values { old: Some(old), new: Some(new) } => {
            writeln!(out, "    {name}: {} → {}", who.value(old, 60), who.value(new, 60))
        }
        // A row that is new or gone has a value on one side only, and nothing is learnt from its NULLs.
        Shown::Values { old, new } => match old.or(new).filter(|value| !value.is_null()) {
            Some(value) => writeln!(out, "    {name}: {}", who.value(value, 80)),
            None => Ok(()),
        },
    }
}

fn lines(out: &mut dyn Write, old: &str, new: &str) -> io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    let unified = diff.unified_diff().context_radius(1).to_string();
    let mut lines = unified.lines();
    for line in lines.by_ref().take(DIFF_LINES) {
        // The first character is the mark; the rest is fitted without losing its indentation.
        let line = line.replace('\t', "    ");
        let indent = line.len() - line[1.min(line.len())..].trim_start().len();
        let (lead, text) = line.split_at(indent.min(line.len()));
        writeln!(out, "      {lead}{}", fit(text, 90))?;
    }
    match lines.count() {
        0 => Ok(()),
        more => writeln!(out, "      … and {more} more"),
    }
}
