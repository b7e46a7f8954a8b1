//! Rows, lists and entries without the type of their model.

use chrono::{DateTime, Utc};
use model_core::Error;
use model_core::meta::Meta;
use serde_json::Value;
use std::collections::BTreeMap;

/// A row of any model.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The key, as the audit trail writes it.
    pub key: String,
    /// What people call it: the field that `repr` names, or its first text, or its key.
    pub label: String,
    /// How often it was written, if the model counts that.
    pub version: Option<i64>,
    /// Whether it is in the trash.
    pub deleted: bool,
    /// The values, in the order of [`Meta::fields`], as the audit trail writes them. NULL where a field is masked or
    /// hidden.
    pub cells: Vec<Value>,
}

impl Row {
    /// The value of a field, by its name.
    pub fn get(&self, meta: &Meta, field: &str) -> Option<&Value> {
        meta.fields.iter().position(|known| known.name == field).map(|index| &self.cells[index])
    }
}

/// Which rows are meant, by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    Live,
    Deleted,
    Any,
}

/// The parameters of a list, as they stand in an address.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) rows: Rows,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) limit: usize,
    /// Fields that must not be searched, filtered or sorted by.
    pub(crate) hidden: Vec<usize>,
    /// Whether the rows are counted.
    pub(crate) count: bool,
    /// At how many rows a search looks, if not at as many as the model says.
    pub(crate) within: Option<usize>,
}

impl Ask {
    pub(crate) fn new(rows: Rows, parameters: Vec<(String, String)>) -> Self {
        Self { rows, parameters, limit: 25, hidden: Vec::new(), count: false, within: None }
    }
}

/// How many rows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Total {
    Exact(usize),
    AtLeast(usize),
}

/// One page of a list.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) rows: Vec<Row>,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
    pub(crate) total: Total,
    /// At how many rows a search looked, if it stopped before the page was full.
    pub(crate) stopped_after: Option<usize>,
    /// The fields of the order, and whether each falls.
    pub(crate) order: Vec<(usize, bool)>,
}

impl Page {
    /// The only page of a list without rows.
    pub(crate) fn empty() -> Self {
        let (rows, order) = (Vec::new(), Vec::new());
        Self { rows, previous: None, next: None, total: Total::Exact(0), stopped_after: None, order }
    }
}

/// Somebody or something that acted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) kind: String,
    pub(crate) id: Option<String>,
}

/// What the trail says of a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Told {
    Masked,
    Values(Option<Value>, Option<Value>),
}

/// One entry of the trail.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: i64,
    pub(crate) at: DateTime<Utc>,
    pub(crate) who: Who,
    pub(crate) action: String,
    pub(crate) content_type: String,
    pub(crate) object: String,
    pub(crate) label: String,
    pub(crate) request: Option<String>,
    pub(crate) batch: uuid::Uuid,
    pub(crate) reason: Option<String>,
    pub(crate) changes: Vec<(String, Told)>,
}

impl Entry {
    pub(crate) fn change(&self, field: &str) -> Option<&Told> {
        self.changes.iter().find(|(name, _)| name == field).map(|(_, told)| told)
    }
}

/// A page of the trail.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    pub(crate) entries: Vec<Entry>,
    /// Where older ones begin.
    pub(crate) before: Option<i64>,
    /// At how many entries a filter looked, if it stopped before the page was full.
    pub(crate) stopped_after: Option<usize>,
}

/// A row as it was, and the fields of which nobody knows.
#[derive(Debug, Clone)]
pub(crate) struct Was {
    pub(crate) row: Row,
    pub(crate) unknown: Vec<usize>,
}

/// What becomes of rows that belong to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// They go or come along.
    Along,
    /// They stay, and lose their reference.
    Detached,
    /// They stay as they are.
    Kept,
    /// As long as they are as they are, nothing can be done.
    InTheWay,
}

/// How many rows go or come along.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    pub(crate) model: &'static str,
    pub(crate) count: usize,
    /// Whether there are more than were counted.
    pub(crate) capped: bool,
    pub(crate) fate: Fate,
    pub(crate) along: Vec<Self>,
}

impl Reach {
    pub(crate) fn total(&self) -> usize {
        let own = if self.fate == Fate::Along { self.count } else { 0 };
        own + self.along.iter().map(Self::total).sum::<usize>()
    }

    pub(crate) fn is_capped(&self) -> bool {
        self.capped || self.along.iter().any(Self::is_capped)
    }

    /// The rows that are in the way.
    pub(crate) fn in_the_way<'r>(&'r self, found: &mut Vec<&'r Self>) {
        if self.fate == Fate::InTheWay {
            found.push(self);
        }
        self.along.iter().for_each(|along| along.in_the_way(found));
    }

    /// The models of rows that are written along.
    pub(crate) fn models(&self, found: &mut Vec<&'static str>) {
        if matches!(self.fate, Fate::Along | Fate::Detached) && !found.contains(&self.model) {
            found.push(self.model);
        }
        self.along.iter().for_each(|along| along.models(found));
    }
}

/// A field that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) field: String,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// Why something was not done.
#[derive(Debug)]
pub(crate) enum Fail {
    /// Fields were refused.
    Fields(Vec<Wrong>),
    /// A parameter of a list was refused: its name, and why.
    Parameter { name: String, message: String },
    /// The policy says no: what is missing, and of which model.
    Forbidden { act: &'static str, model: &'static str },
    /// The model has no such page.
    Missing,
    /// An action cannot be done with the row as it is.
    NotNow,
    /// The library or the database said no.
    Core(Error),
}

impl From<Error> for Fail {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<diesel::result::Error> for Fail {
    fn from(error: diesel::result::Error) -> Self {
        Self::Core(error.into())
    }
}

/// A name as it stands at the beginning of a line: "Blog post".
pub(crate) fn titled(mut name: String) -> String {
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// Keys with their labels.
pub(crate) type Labels = BTreeMap<String, String>;
