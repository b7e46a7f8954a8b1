//! The library's own table.

use super::Found;
use crate::check::report::{Finding, Severity};
use crate::ddl::declared::{Declared, TableName};
use crate::meta::error::Result;
use crate::meta::schema::audit_logs;
use crate::meta::{Index, Meta, field};
use crate::sql::dialect::System;

/// The trail, described like a model.
static TRAIL: Meta = Meta {
    name: "AuditLog",
    content_type: "audit_logs",
    fields: &[
        field::key::<audit_logs::id>("id"),
        field::plain::<audit_logs::created_at>("created_at"),
        field::plain::<audit_logs::actor_kind>("actor_kind"),
        field::plain::<audit_logs::actor_id>("actor_id"),
        field::plain::<audit_logs::action>("action"),
        field::plain::<audit_logs::content_type>("content_type"),
        field::plain::<audit_logs::object_id>("object_id"),
        field::plain::<audit_logs::object_repr>("object_repr"),
        field::plain::<audit_logs::changes>("changes"),
        field::plain::<audit_logs::request_id>("request_id"),
        field::plain::<audit_logs::ip>("ip"),
        field::plain::<audit_logs::user_agent>("user_agent"),
        field::plain::<audit_logs::batch_id>("batch_id"),
        field::plain::<audit_logs::reason>("reason"),
        field::plain::<audit_logs::context>("context"),
    ],
    write_only: &[],
    key: &[0],
    audited: false,
    captured: false,
    read_only: false,
    repr: None,
    uniques: &[],
    indexes: &[
        Index::of(&[5, 6, 0], "audit_logs_by_object"),
        Index::of(&[2, 3, 0], "audit_logs_by_actor"),
        Index::of(&[4, 0], "audit_logs_by_action"),
        Index::of(&[1], "audit_logs_by_time"),
    ],
    doc: "",
};

/// The requirements of the library for its own table.
fn trail() -> Declared {
    let table = TableName { schema: None, name: "audit_logs".to_owned() };
    Declared { meta: &TRAIL, table, order: &[], is_numbered: true, parents: Vec::new() }
}

/// The statements of the library's migrations.
pub(crate) fn migrations(system: System) -> &'static [&'static str] {
    match system {
        System::Sqlite => &[include_str!("../../../migrations/sqlite/20000101000000_audit_logs/up.sql")],
        System::Mysql => &[include_str!("../../../migrations/mysql/20000101000000_audit_logs/up.sql")],
        System::Postgres => &[
            include_str!("../../../migrations/postgres/20000101000000_audit_logs/up.sql"),
            include_str!("../../../migrations/postgres/20000101000001_audit_json/up.sql"),
        ],
    }
}

impl Found<'_> {
    /// What two models that write to one history say differently.
    pub(super) fn histories(&mut self, declared: &Declared, other: &Declared) {
        let (meta, theirs) = (declared.meta, other.meta);
        if !meta.audited || !theirs.audited || meta.content_type != theirs.content_type {
            return;
        }
        let name = theirs.name;
        if declared.table != other.table {
            let message = format!(
                "`{name}` of the table `{}` has the content type `{}` too, so the histories of their rows are mixed: \
                 give one of them another `content_type`",
                other.table, meta.content_type
            );
            self.error("trail.shared", declared, None, message, Vec::new());
            return;
        }
        for field in meta.fields {
            let Some(same) = theirs.fields.iter().find(|same| same.column == field.column) else { continue };
            let message = if same.name != field.name {
                format!(
                    "`{name}` calls the column `{}`, and the entries of their history have one name for it",
                    same.name
                )
            } else if same.privacy != field.privacy {
                format!("`{name}` has another `#[audit(..)]` for the column, and both write to one history")
            } else {
                continue;
            };
            self.error("trail.disagrees", declared, Some(field), message, Vec::new());
        }
    }

    pub(super) fn trail(&mut self) -> Result<()> {
        let declared = trail();
        let system = self.actual.system;
        let add = |found: &mut Self, id, message: &str, sql: &[&str]| {
            let sql = sql.iter().map(|sql| sql.trim().trim_end_matches(';').to_owned()).collect();
            let (model, message) = (declared.meta.name, message.to_owned());
            found.findings.push(Finding { id, severity: Severity::Error, model, field: None, message, sql });
        };
        match self.actual.table(&declared.table) {
            None => {
                let message = "there is no table `audit_logs`: run the migrations of `model_core::migrations`";
                let has_function = self.actual.setting("audit_json") == Some("1");
                let migrations = migrations(system);
                add(self, "trail.missing", message, if has_function { &migrations[..1] } else { migrations });
                return Ok(());
            }
            Some(table) => {
                let mut found = Found { actual: self.actual, declarations: self.declarations, findings: Vec::new() };
                found.table(&declared, table, false)?;
                self.findings.extend(found.findings);
            }
        }
        if system == System::Postgres && self.actual.setting("audit_json") == Some("0") {
            let message = "there is no function `audit_json`: run the later migrations of `model_core::migrations`";
            add(self, "trail.outdated", message, &migrations(system)[1..]);
        }
        Ok(())
    }
}
