//! What differs between two shapes of tables, and the statements that change it.

use crate::check::migrate::shape::Shape;

/// A table that changes.
#[derive(Debug, Clone)]
pub(super) struct Altered {
    pub(super) from: Shape,
    pub(super) to: Shape,
    /// Columns that get another name first: the old one, and the new one.
    pub(super) renames: Vec<(String, String)>,
    /// Statements that no shape can say, and those that undo them.
    pub(super) others: Vec<(String, Option<String>)>,
}

/// All that changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Changes {
    /// Parents first.
    pub(super) created: Vec<Shape>,
    pub(super) altered: Vec<Altered>,
    /// Children first.
    pub(super) dropped: Vec<Shape>,
}

/// The statements of a migration.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// Each with the comments that come before it, without a semicolon.
    pub(super) statements: Vec<String>,
    /// Whether SQLite has to write a table again, which it cannot do while it checks foreign keys.
    pub(super) rebuilds: bool,
    pub(super) destroys: Vec<String>,
}

impl Changes {
    pub(super) fn is_empty(&self) -> bool {
        self.created.is_empty() && self.altered.is_empty() && self.dropped.is_empty()
    }

    /// What undoes them.
    pub(super) fn reversed(&self) -> Self {
        let turn = |altered: &Altered| Altered {
            from: altered.to.clone(),
            to: altered.from.clone(),
            renames: altered.renames.iter().map(|(from, to)| (to.clone(), from.clone())).collect(),
            others: altered.others.iter().rev().map(|(up, down)| undone(up, down.as_deref())).collect(),
        };
        Self {
            created: self.dropped.iter().rev().cloned().collect(),
            altered: self.altered.iter().rev().map(turn).collect(),
            dropped: self.created.iter().rev().cloned().collect(),
        }
    }
}

impl Script {
    pub(super) fn push(&mut self, statement: String) {
        self.statements.push(statement);
    }

    pub(super) fn extend(&mut self, statements: impl IntoIterator<Item = String>) {
        self.statements.extend(statements);
    }

    /// Adds a statement that loses something.
    pub(super) fn destroy(&mut self, what: String, statement: String) {
        self.statements.push(format!("-- Destructive: {what}.\n{statement}"));
        self.destroys.push(what);
    }
}

/// What undoes a statement that no shape can say.
fn undone(up: &str, down: Option<&str>) -> (String, Option<String>) {
    let nothing = || format!("-- This cannot be undone: {up}");
    (down.map_or_else(nothing, str::to_owned), Some(up.to_owned()))
}
