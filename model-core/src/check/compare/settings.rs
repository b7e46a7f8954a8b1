//! Settings of the session and of the server that the library counts on.

use super::Found;
use crate::check::report::{Finding, Severity};
use crate::sql::dialect::System;

impl Found<'_> {
    pub(super) fn settings(&mut self) {
        match self.actual.system {
            System::Sqlite => self.constraints("foreign_keys", "1", "PRAGMA foreign_keys = ON"),
            System::Postgres => {
                self.constraints("session_replication_role", "origin", "SET session_replication_role = 'origin'");
            }
            System::Mysql => {
                self.constraints("foreign_key_checks", "ON", "SET SESSION foreign_key_checks = ON");
                self.strictness();
            }
        }
        self.isolation();
    }

    fn setting(&mut self, severity: Severity, id: &'static str, message: String, sql: &str) {
        let sql = vec![sql.to_owned()];
        self.findings.push(Finding { id, severity, model: "database", field: None, message, sql });
    }

    fn constraints(&mut self, name: &str, wanted: &str, sql: &str) {
        if self.actual.setting(name).is_some_and(|value| value != wanted) {
            let message = format!("`{name}` is off in this session: foreign keys are not checked");
            self.setting(Severity::Warning, "setting.constraints", message, sql);
        }
    }

    fn strictness(&mut self) {
        let mode = self.actual.setting("sql_mode").unwrap_or_default();
        let is_strict = ["STRICT_ALL_TABLES", "STRICT_TRANS_TABLES"].iter().any(|strict| mode.contains(strict));
        if !is_strict {
            let message = "`sql_mode` is not strict in this session: the server truncates values that are too long";
            let sql = "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')";
            self.setting(Severity::Error, "setting.strict", message.to_owned(), sql);
        }
    }

    fn isolation(&mut self) {
        let names = ["default_transaction_isolation", "transaction_isolation", "tx_isolation"];
        let Some(value) = names.iter().find_map(|name| self.actual.setting(name)) else { return };
        let isolation = value.to_lowercase().replace('-', " ");
        let level = if self.actual.system == System::Postgres { "READ COMMITTED" } else { "REPEATABLE READ" };
        let is_usual = isolation.to_uppercase() == level || isolation == "read committed";
        if is_usual {
            return;
        }
        let (severity, effect) = match &*isolation {
            "read uncommitted" if self.actual.system == System::Mysql => {
                (Severity::Error, "a check of a parent can read changes that are rolled back later")
            }
            _ => {
                (Severity::Warning, "concurrent writes fail with `Error::Conflict` more often, and have to be repeated")
            }
        };
        let message = format!("transactions are `{isolation}` in this session: {effect}");
        let sql = match self.actual.system {
            System::Postgres => format!("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {level}"),
            System::Sqlite | System::Mysql => format!("SET SESSION TRANSACTION ISOLATION LEVEL {level}"),
        };
        self.setting(severity, "setting.isolation", message, &sql);
    }
}
