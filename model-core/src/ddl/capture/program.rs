//! The triggers of SQLite, MySQL and MariaDB: one for each event.

use crate::ddl::capture::values::{concat, differ, differs, json, object_id, object_repr};
use crate::ddl::capture::{COLUMNS, Trigger, mark, name};
use crate::ddl::declared::TableName;
use crate::ddl::text::{literal, now, quoted, table};
use crate::meta::error::Result;
use crate::meta::log::MASKED;
use crate::meta::{Field, Meta, Privacy, Role, SqlType};
use crate::sql::dialect::System;
use crate::trail::told::variable;

/// The parts of the triggers of a table.
#[derive(Clone, Copy)]
struct Capture {
    system: System,
    meta: &'static Meta,
}

pub(super) fn triggers(system: System, meta: &'static Meta, of: &TableName) -> Result<Vec<Trigger>> {
    let capture = Capture { system, meta };
    let events = [
        ("insert", vec![capture.whole("'create'", "NEW", "new", None)?]),
        ("update", capture.update()?),
        ("delete", vec![capture.whole("'hard_delete'", "OLD", "old", None)?]),
    ];
    Ok(events.map(|(event, statements)| capture.trigger(of, event, &statements)).into())
}

impl Capture {
    fn quoted(self, field: &Field) -> String {
        quoted(self.system, field.column)
    }

    /// One trigger, with the statements that it runs.
    fn trigger(self, of: &TableName, event: &str, statements: &[String]) -> Trigger {
        let name = name(of, event);
        let place = table(self.system, &TableName { schema: of.schema.clone(), name: name.clone() });
        let head = format!("CREATE TRIGGER {place} AFTER {} ON {}", event.to_uppercase(), table(self.system, of));
        let statements: String = statements.iter().map(|statement| format!("{statement};\n")).collect();
        if self.system == System::Mysql {
            let variable = variable(self.meta.content_type);
            let body = format!("BEGIN\nIF NOT ({variable} <=> NOW(6) + 0) THEN\n{statements}END IF;\nEND");
            let create = vec![format!("{head} FOR EACH ROW\n{body}")];
            return Trigger { name, create, body, head: vec![format!("AFTER {event}")] };
        }
        let mark = mark(self.meta);
        let is_untold = format!(
            "(SELECT seq FROM sqlite_sequence WHERE name = {mark}) \
             IS NOT 1 + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit_logs'), 0)"
        );
        let body = format!("{head}\nWHEN {is_untold}\nBEGIN\n{statements}END");
        Trigger { name, create: vec![body.clone()], body, head: Vec::new() }
    }

    /// An entry, under a condition if there is one.
    fn entry(self, action: &str, row: &str, changes: &str, condition: Option<&str>) -> String {
        let system = self.system;
        let (kind, id, at, batch) = match system {
            System::Mysql => (
                "IF(COALESCE(@audit_actor, '') = '', 'database', SUBSTRING_INDEX(@audit_actor, ':', 1))",
                "IF(COALESCE(@audit_actor, '') = '', SUBSTRING_INDEX(USER(), '@', 1), \
                 IF(LOCATE(':', @audit_actor) = 0, NULL, SUBSTR(@audit_actor, LOCATE(':', @audit_actor) + 1)))",
                "UTC_TIMESTAMP(6)",
                "UNHEX(MD5(CONCAT(CONNECTION_ID(), ' ', NOW(6))))",
            ),
            _ => ("'database'", "NULL", now(system, SqlType::Instant), "randomblob(16)"),
        };
        let of = |field: &Field| self.quoted(field);
        let content_type = literal(system, self.meta.content_type);
        let object_id = object_id(system, self.meta, row, of);
        let repr = object_repr(system, self.meta, row, of);
        let from = if system == System::Mysql { " FROM DUAL" } else { "" };
        let condition = condition.map(|condition| format!("{from} WHERE {condition}")).unwrap_or_default();
        format!(
            "INSERT INTO audit_logs ({COLUMNS}) SELECT {at}, {kind}, {id}, {action}, {content_type}, {object_id}, \
             {repr}, {changes}, {batch}{condition}"
        )
    }

    /// The entry of a row that is new or gone.
    fn whole(self, action: &str, row: &str, side: &str, condition: Option<&str>) -> Result<String> {
        let mut parts = Vec::new();
        for (place, field) in self.by_name(self.meta.shown()).into_iter().enumerate() {
            let before = if place == 0 { "{" } else { "," };
            if field.privacy == Privacy::Mask {
                parts.push(self.text(&format!("{before}\"{}\":{{\"{MASKED}\":true}}", field.name)));
                continue;
            }
            parts.push(self.text(&format!("{before}\"{}\":{{\"{side}\":", field.name)));
            parts.push(json(self.system, field, row, &self.quoted(field))?);
            parts.push("'}'".to_owned());
        }
        parts.push(if parts.is_empty() { "'{}'" } else { "'}'" }.to_owned());
        Ok(self.entry(action, row, &concat(self.system, &parts), condition))
    }

    /// The entries of an update: what changed, or a removal and a new row if the key did.
    fn update(self) -> Result<Vec<String>> {
        let Self { system, meta } = self;
        let columns = 0..meta.fields.len() + meta.write_only.len();
        let shown = columns.clone().filter(|index| meta.column(*index).privacy != Privacy::Skip);
        let mut parts = vec!["''".to_owned()];
        let (mut significant, mut touched) = (Vec::new(), Vec::new());
        for field in self.by_name(shown) {
            let column = self.quoted(field);
            let is_unread = !meta.fields.iter().any(|read| read.column == field.column);
            let change = match is_unread || field.privacy == Privacy::Mask {
                true => self.text(&format!(",\"{}\":{{\"{MASKED}\":true}}", field.name)),
                false => concat(
                    system,
                    &[
                        self.text(&format!(",\"{}\":{{\"new\":", field.name)),
                        json(system, field, "NEW", &column)?,
                        self.text(",\"old\":"),
                        json(system, field, "OLD", &column)?,
                        self.text("}"),
                    ],
                ),
            };
            let differs = match is_unread {
                true => differ(system, &format!("OLD.{column}"), &format!("NEW.{column}")),
                false => differs(system, field, &column)?,
            };
            parts.push(format!("CASE WHEN {differs} THEN {change} ELSE '' END"));
            if field.role.follows_writes() { &mut touched } else { &mut significant }.push(differs);
        }
        let unseen: Vec<_> = columns
            .map(|index| meta.column(index))
            .filter(|field| field.privacy == Privacy::Skip && field.role == Role::Plain)
            .map(|field| self.quoted(field))
            .map(|column| differ(system, &format!("OLD.{column}"), &format!("NEW.{column}")))
            .collect();
        let key: Vec<_> = meta.key.iter().map(|index| differ_in_key(self, &meta.fields[*index])).collect();
        let key_differs = any(&key);
        let touched = format!("({}) AND NOT ({})", any(&touched), any(&unseen));
        let condition = format!("NOT ({key_differs}) AND ({} OR {touched})", any(&significant));
        let without_comma = format!("SUBSTR({}, 2)", concat(system, &parts));
        let changes = concat(system, &["'{'".to_owned(), without_comma, "'}'".to_owned()]);
        Ok(vec![
            self.entry(&self.action(), "NEW", &changes, Some(&condition)),
            self.whole("'hard_delete'", "OLD", "old", Some(&key_differs))?,
            self.whole("'create'", "NEW", "new", Some(&key_differs))?,
        ])
    }

    /// What an update does to a row.
    fn action(self) -> String {
        let Some(marker) = self.meta.with_role(Role::DeletedAt) else { return "'patch'".to_owned() };
        let column = self.quoted(&self.meta.fields[marker]);
        let deleted = |row: &str| match self.meta.has_flag_marker() {
            true => format!("COALESCE({row}.{column}, FALSE)"),
            false => format!("{row}.{column} IS NOT NULL"),
        };
        let (old, new) = (deleted("OLD"), deleted("NEW"));
        format!(
            "CASE WHEN {new} AND NOT ({old}) THEN 'delete' WHEN {old} AND NOT ({new}) THEN 'restore' ELSE 'patch' END"
        )
    }

    /// The columns in the order of an entry.
    fn by_name(self, columns: impl Iterator<Item = usize>) -> Vec<&'static Field> {
        let mut fields: Vec<_> = columns.map(|index| self.meta.column(index)).collect();
        fields.sort_unstable_by_key(|field| field.name);
        fields
    }

    fn text(self, text: &str) -> String {
        literal(self.system, text)
    }
}

fn differ_in_key(capture: Capture, field: &Field) -> String {
    let column = capture.quoted(field);
    differ(capture.system, &format!("OLD.{column}"), &format!("NEW.{column}"))
}

/// Whether one of these conditions holds.
fn any(conditions: &[String]) -> String {
    if conditions.is_empty() { "1 = 0".to_owned() } else { format!("({})", conditions.join(" OR ")) }
}
