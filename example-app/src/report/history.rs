//! The history of one article, entry by entry.

use super::diff::{diff, some};
use super::lines::{lines, visible};
use super::{Names, Style};
use crate::text::fit;
use model_core::AuditLog;
use model_core::audit::{FieldChange, Shown};
use serde_json::Value;
use std::io::{self, Write};

/// How many lines of a long text are printed, unless the history is limited to its field.
const LINES: usize = 24;

/// The longest text that is printed next to its old value, on one line.
const SHORT: usize = 60;

/// Fields that change with every write. Their values repeat the time and the actor of the entry.
const IMPLIED: [&str; 2] = ["updated_at", "updated_by"];

/// How a history is printed.
#[derive(Debug, Clone, Copy)]
pub struct History<'h> {
    /// The names of the actors.
    pub names: &'h Names,
    /// Whether the output is coloured.
    pub style: Style,
    /// The only field to print, if there is one. A long text in it is printed to the end.
    pub only: Option<&'h str>,
}

impl History<'_> {
    /// Prints entries, oldest first, each with its changes.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn print<'e>(self, out: &mut dyn Write, entries: impl IntoIterator<Item = &'e AuditLog>) -> io::Result<()> {
        entries.into_iter().try_for_each(|entry| self.entry(out, entry))
    }

    fn entry(self, out: &mut dyn Write, entry: &AuditLog) -> io::Result<()> {
        let time = entry.created_at.format("%Y-%m-%d %H:%M:%S");
        let head = format!("#{} {time} {} by {}", entry.id, fit(&entry.action, 40), self.names.actor(entry));
        write!(out, "{}", self.style.bold(&head))?;
        match &entry.request_id {
            Some(request) => writeln!(out, " {}", self.style.faint(&format!("(request {})", fit(request, 40))))?,
            None => writeln!(out)?,
        }
        if let Some(reason) = &entry.reason {
            writeln!(out, "    because: {}", fit(reason, 80))?;
        }
        if let Some(details) = entry.details() {
            return self.details(out, details);
        }
        let is_shown = |field: &str| self.only.map_or(!IMPLIED.contains(&field), |only| only == field);
        let mut changes = entry.changes().filter(|change| is_shown(change.field));
        changes.try_for_each(|change| self.change(out, &change))
    }

    fn details(self, out: &mut dyn Write, details: &Value) -> io::Result<()> {
        match details.as_object() {
            Some(pairs) => pairs
                .iter()
                .try_for_each(|(name, value)| writeln!(out, "    {}: {}", fit(name, 40), self.names.value(value, 80))),
            None => writeln!(out, "    {}", self.names.value(details, 80)),
        }
    }

    fn change(self, out: &mut dyn Write, change: &FieldChange<'_>) -> io::Result<()> {
        let (name, names) = (change.field, self.names);
        let limit = if self.only.is_some() { None } else { Some(LINES) };
        match change.value {
            Shown::Masked => writeln!(out, "    {name}: (masked)"),
            Shown::Values { old: Some(old), new: Some(new) } => match (long(old), long(new)) {
                (Some(old), Some(new)) if is_long(old) || is_long(new) => {
                    writeln!(out, "    {name}:")?;
                    diff(out, old, new, self.style, limit)
                }
                _ => {
                    let old = self.style.removed(&names.value(old, SHORT));
                    writeln!(out, "    {name}: {old} → {}", self.style.added(&names.value(new, SHORT)))
                }
            },
            // A created or removed row has only one side, and its NULLs say nothing.
            Shown::Values { old, new } => match old.or(new) {
                None | Some(Value::Null) => Ok(()),
                Some(Value::String(text)) if self.only.is_some() && is_long(text) => {
                    writeln!(out, "    {name}:")?;
                    let lines: Vec<_> = lines(text).iter().map(|line| visible(line)).collect();
                    some(out, &lines, None)
                }
                Some(value) => writeln!(out, "    {name}: {}", names.value(value, 80)),
            },
        }
    }
}

/// The text of a value that may be long. NULL counts as an empty text.
fn long(value: &Value) -> Option<&str> {
    match value {
        Value::Null => Some(""),
        value => value.as_str(),
    }
}

fn is_long(text: &str) -> bool {
    text.contains('\n') || text.chars().count() > SHORT
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::HashMap;

    fn entry(action: &str, changes: Value) -> AuditLog {
        AuditLog {
            id: 7,
            created_at: chrono::DateTime::UNIX_EPOCH,
            actor_kind: "system".to_owned(),
            actor_id: None,
            action: action.to_owned(),
            content_type: "author".to_owned(),
            object_id: "1".to_owned(),
            object_repr: "ada".to_owned(),
            changes,
            request_id: None,
            ip: None,
            user_agent: None,
            batch_id: uuid::Uuid::nil(),
            reason: None,
            context: None,
        }
    }

    fn printed(action: &str, changes: Value, only: Option<&str>) -> String {
        let names = Names::new(HashMap::new());
        let mut out = Vec::new();
        History { names: &names, style: Style::Plain, only }.print(&mut out, [&entry(action, changes)]).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn short_values_are_printed_side_by_side_and_masked_ones_not_at_all() {
        let changes = json!({
            "email": { "masked": true },
            "name": { "old": null, "new": "Ada" },
            "updated_at": { "old": "2026-01-01T00:00:00Z", "new": "2026-01-02T00:00:00Z" },
            "words": { "old": 7, "new": 8 },
        });
        let head = "#7 1970-01-01 00:00:00 patch by system\n";
        let whole = format!("{head}    email: (masked)\n    name: – → Ada\n    words: 7 → 8\n");
        assert_eq!(printed("patch", changes.clone(), None), whole);
        assert_eq!(printed("patch", changes.clone(), Some("words")), format!("{head}    words: 7 → 8\n"));
        let time = format!("{head}    updated_at: 2026-01-01 00:00:00 → 2026-01-02 00:00:00\n");
        assert_eq!(printed("patch", changes, Some("updated_at")), time, "a field is printed when it is asked for");
    }

    #[test]
    fn a_long_difference_is_cut_unless_its_field_is_asked_for() {
        let old: String = (0..40).map(|line| format!("old {line}\n")).collect();
        let new = old.replace("old", "new");
        let changes = json!({ "body": { "old": old, "new": new } });
        let cut = printed("patch", changes.clone(), None);
        assert!(cut.lines().count() == 2 + LINES + 1 && cut.ends_with("      … and 56 more lines\n"), "{cut}");
        let whole = printed("patch", changes, Some("body"));
        assert!(whole.lines().count() == 2 + 80 && whole.ends_with("      + new 39\n"), "{whole}");
        let created = printed("create", json!({ "body": { "new": "one\n\u{1b}two\n" } }), Some("body"));
        assert!(created.ends_with("    body:\n      one\n      ␛two\n"), "{created}");
    }

    #[test]
    fn an_event_is_printed_with_its_details() {
        let event = printed("newsletter.sent", json!({ "readers": 12, "subject": "News\u{7} of today" }), None);
        assert!(event.ends_with("newsletter.sent by system\n    readers: 12\n    subject: News of today\n"), "{event}");
        assert!(printed("newsletter.sent", json!("done"), None).ends_with("\n    done\n"));
    }
}
