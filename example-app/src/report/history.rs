//! The history of one article, entry by entry.

use super::diff::{diff, some};
use super::lines::{lines, visible};
use super::{Ink, Who, fit};
use model_core::AuditLog;
use model_core::audit::{Change, Shown};
use serde_json::Value;
use std::io::{self, Write};

/// How many lines of a long text are printed where it is one change of many.
const LINES: usize = 24;

/// The longest text that stands beside what it was before.
const SHORT: usize = 60;

/// What tells of a write only what its whole entry tells.
const SELF_EVIDENT: [&str; 2] = ["updated_at", "updated_by"];

/// How a history is printed.
#[derive(Debug, Clone, Copy)]
pub struct History<'h> {
    /// Who the actors are.
    pub who: &'h Who,
    /// Whether it is coloured.
    pub ink: Ink,
    /// The only field that is of interest. Its text is printed to the end.
    pub only: Option<&'h str>,
}

impl History<'_> {
    /// Prints entries, oldest first, each with what it changed.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn print<'e>(self, out: &mut dyn Write, entries: impl IntoIterator<Item = &'e AuditLog>) -> io::Result<()> {
        entries.into_iter().try_for_each(|entry| self.entry(out, entry))
    }

    fn entry(self, out: &mut dyn Write, entry: &AuditLog) -> io::Result<()> {
        let time = entry.created_at.format("%Y-%m-%d %H:%M:%S");
        let head = format!("#{} {time} {} by {}", entry.id, fit(&entry.action, 40), self.who.acted(entry));
        write!(out, "{}", self.ink.bold(&head))?;
        match &entry.request_id {
            Some(request) => writeln!(out, " {}", self.ink.faint(&format!("(request {})", fit(request, 40))))?,
            None => writeln!(out)?,
        }
        if let Some(details) = entry.details() {
            return self.details(out, details);
        }
        let told = |field: &str| self.only.map_or(!SELF_EVIDENT.contains(&field), |only| only == field);
        let mut changes = entry.changes().filter(|change| told(change.field));
        changes.try_for_each(|change| self.change(out, &change))
    }

    fn details(self, out: &mut dyn Write, details: &Value) -> io::Result<()> {
        match details.as_object() {
            Some(pairs) => pairs
                .iter()
                .try_for_each(|(name, value)| writeln!(out, "    {}: {}", fit(name, 40), self.who.value(value, 80))),
            None => writeln!(out, "    {}", self.who.value(details, 80)),
        }
    }

    fn change(self, out: &mut dyn Write, change: &Change<'_>) -> io::Result<()> {
        let (name, who) = (change.field, self.who);
        let limit = if self.only.is_some() { None } else { Some(LINES) };
        match change.value {
            Shown::Masked => writeln!(out, "    {name}: (masked)"),
            Shown::Values { old: Some(old), new: Some(new) } => match (long(old), long(new)) {
                (Some(old), Some(new)) if is_long(old) || is_long(new) => {
                    writeln!(out, "    {name}:")?;
                    diff(out, old, new, self.ink, limit)
                }
                _ => {
                    let old = self.ink.removed(&who.value(old, SHORT));
                    writeln!(out, "    {name}: {old} → {}", self.ink.added(&who.value(new, SHORT)))
                }
            },
            // A row that is new or gone has a value on one side only, and nothing is learnt from its NULLs.
            Shown::Values { old, new } => match old.or(new) {
                None | Some(Value::Null) => Ok(()),
                Some(Value::String(text)) if self.only.is_some() && is_long(text) => {
                    writeln!(out, "    {name}:")?;
                    let lines: Vec<_> = lines(text).iter().map(|line| visible(line)).collect();
                    some(out, &lines, None)
                }
                Some(value) => writeln!(out, "    {name}: {}", who.value(value, 80)),
            },
        }
    }
}

/// A value that may be a long text, or the place of one.
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
        }
    }

    fn printed(action: &str, changes: Value, only: Option<&str>) -> String {
        let who = Who::new(HashMap::new());
        let mut out = Vec::new();
        History { who: &who, ink: Ink::Plain, only }.print(&mut out, [&entry(action, changes)]).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn short_values_stand_side_by_side_and_masked_ones_nowhere() {
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
        assert_eq!(printed("patch", changes, Some("updated_at")), time, "what is asked for is told");
    }

    #[test]
    fn a_text_of_which_much_changed_is_cut_unless_it_is_asked_for() {
        let old: String = (0..40).map(|line| format!("old {line}\n")).collect();
        let new = old.replace("old", "new");
        let changes = json!({ "body": { "old": old, "new": new } });
        let cut = printed("patch", changes.clone(), None);
        assert!(cut.lines().count() == 2 + LINES + 1 && cut.ends_with("      … and 56 lines more\n"), "{cut}");
        let whole = printed("patch", changes, Some("body"));
        assert!(whole.lines().count() == 2 + 80 && whole.ends_with("      + new 39\n"), "{whole}");
        let created = printed("create", json!({ "body": { "new": "one\n\u{1b}two\n" } }), Some("body"));
        assert!(created.ends_with("    body:\n      one\n      ␛two\n"), "{created}");
    }

    #[test]
    fn an_event_tells_its_details() {
        let event = printed("newsletter.sent", json!({ "readers": 12, "subject": "News\u{7} of today" }), None);
        assert!(event.ends_with("newsletter.sent by system\n    readers: 12\n    subject: News of today\n"), "{event}");
        assert!(printed("newsletter.sent", json!("done"), None).ends_with("\n    done\n"));
    }
}
