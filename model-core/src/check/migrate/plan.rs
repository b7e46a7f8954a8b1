//! A migration as text.

use crate::check::migrate::changes::{Changes, Script};
use crate::check::migrate::error::MakeError;
use crate::sql::dialect::System;
use chrono::{DateTime, Utc};
use std::fs;
use std::path::{Path, PathBuf};

/// A migration that was tried on a scratch database.
#[derive(Debug, Clone)]
pub struct Plan {
    name: String,
    up: String,
    down: String,
    in_transaction: bool,
    destroys: Vec<String>,
}

impl Plan {
    pub(super) fn new(name: &str, system: System, changes: &Changes) -> Self {
        let (up, down) = (changes.script(system), changes.reversed().script(system));
        let rebuilds = up.rebuilds || down.rebuilds;
        Self {
            name: name.to_owned(),
            up: text(&up, rebuilds),
            down: text(&down, rebuilds),
            in_transaction: !rebuilds,
            destroys: up.destroys,
        }
    }

    /// Whether there is nothing to do: the existing migrations match the models.
    pub fn is_empty(&self) -> bool {
        self.up.is_empty()
    }

    /// The statements of `up.sql`.
    pub fn up(&self) -> &str {
        &self.up
    }

    /// The statements of `down.sql`.
    pub fn down(&self) -> &str {
        &self.down
    }

    /// Whether Diesel runs it in a transaction. A table of SQLite that is rewritten needs one of its own, between
    /// the statements that turn foreign keys off and on.
    pub fn runs_in_transaction(&self) -> bool {
        self.in_transaction
    }

    /// The data that it loses.
    pub fn destroys(&self) -> &[String] {
        &self.destroys
    }

    /// Writes the folder `2026-01-31-120000_name` into the folder of the migrations, behind all that are there, and
    /// returns where it is; nothing is written, and nothing returned, if there is nothing to do.
    ///
    /// # Errors
    /// An error of the file system, or a name that is not a valid name of a folder.
    pub fn write(&self, folder: &Path, at: DateTime<Utc>) -> Result<Option<PathBuf>, MakeError> {
        if self.is_empty() {
            return Ok(None);
        }
        let is_plain = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
        if self.name.is_empty() || !self.name.chars().all(is_plain) {
            return Err(MakeError::Refused(format!(
                "`{}` is not a valid name: use letters, digits and `_`",
                self.name
            )));
        }
        fs::create_dir_all(folder).map_err(MakeError::File)?;
        let mut at = at;
        while fs::read_dir(folder).map_err(MakeError::File)?.flatten().any(|other| {
            let other = version(&other.file_name().to_string_lossy());
            // Names of different lengths are compared by their beginning, as Diesel does.
            other >= version(&stamp(at)) && other.starts_with(&version(&stamp(at))[..4])
        }) {
            at += chrono::TimeDelta::seconds(1);
        }
        let made = folder.join(format!("{}_{}", stamp(at), self.name));
        fs::create_dir(&made).map_err(MakeError::File)?;
        let write = |file: &str, text: &str| fs::write(made.join(file), text).map_err(MakeError::File);
        write("up.sql", &self.up)?;
        write("down.sql", &self.down)?;
        if !self.in_transaction {
            write(
                "metadata.toml",
                "# SQLite turns foreign keys off only outside of a transaction.\nrun_in_transaction = false\n",
            )?;
        }
        Ok(Some(made))
    }
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d-%H%M%S").to_string()
}

/// What Diesel takes for the version of a folder.
fn version(folder: &str) -> String {
    folder.split('_').next().unwrap_or_default().replace('-', "")
}

fn text(script: &Script, rebuilds: bool) -> String {
    if script.statements.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    if rebuilds {
        text.push_str("PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n\n");
    }
    for statement in &script.statements {
        if statement.starts_with("CREATE TABLE") && !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        let is_remark = statement.starts_with("-- ") && !statement.contains('\n');
        if is_remark && !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text.push_str(statement.trim_end_matches(';'));
        text.push_str(if is_remark { "\n" } else { ";\n" });
    }
    if rebuilds {
        text.push_str("\nCOMMIT;\nPRAGMA foreign_keys = ON;\n");
    }
    text
}
