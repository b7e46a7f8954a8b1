//! What pages know of a model: its description, its options, and what the policy allows.

use crate::data::Row;
use crate::policy::{Access, Act, Policy};
use crate::staff::Staff;
use model_core::meta::{Field, Meta, Privacy, Role};
use serde_json::Value;
use std::fmt;
use std::ops::Deref;
use std::time::Duration;

/// What each model has, so that its pages exist.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Can {
    pub(crate) create: bool,
    pub(crate) edit: bool,
    /// Deleting removes a row permanently.
    pub(crate) remove: bool,
    pub(crate) trash: bool,
    pub(crate) versioned: bool,
    pub(crate) history: bool,
}

/// How a model is shown.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) url: String,
    /// Where the page of a row is: of a section, at its model.
    pub(crate) home: String,
    pub(crate) label: String,
    pub(crate) plural: String,
    /// The field that names a row.
    pub(crate) named_by: Option<usize>,
    pub(crate) list: Vec<usize>,
    pub(crate) search: Vec<usize>,
    pub(crate) search_within: Option<usize>,
    pub(crate) filter: Vec<usize>,
    pub(crate) sort: Vec<usize>,
    pub(crate) form: Vec<usize>,
    pub(crate) read_only: Vec<usize>,
    /// Groups of the form, each with its name.
    pub(crate) fieldsets: Vec<(String, Vec<usize>)>,
    /// Models whose rows are edited with the row that they belong to.
    pub(crate) inlines: Vec<InlineOf>,
    /// Whether it is a list of some rows of a model that is at the desk as well.
    pub(crate) section: bool,
    pub(crate) order: Option<String>,
    pub(crate) page: usize,
    pub(crate) purge_after: Option<Duration>,
    pub(crate) actions: Vec<(&'static str, &'static str)>,
    /// Signs the places in lists.
    pub(crate) secret: [u8; 32],
    pub(crate) can: Can,
}

/// The children of a row that are edited on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InlineOf {
    /// The name of their struct.
    pub(crate) model: &'static str,
    /// Their fields that name the row they belong to, in the order of its key.
    pub(crate) by: &'static [usize],
    /// The fields of each; those of its own form if nothing is said.
    pub(crate) form: Option<Vec<usize>>,
    /// So many are shown at most.
    pub(crate) most: usize,
}

/// What is known of a model, whoever asks.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) url: String,
    pub(crate) label: String,
    pub(crate) plural: String,
    /// The name of the struct.
    pub(crate) model: &'static str,
    pub(crate) content_type: &'static str,
    /// Whether it is a section: some rows of a model.
    pub(crate) section: bool,
}

/// A row that somebody may see: without its hidden values for pages, and whole for the policy.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    row: Row,
    whole: Row,
    /// For each action, whether it can be done with the row as it is.
    fits: Vec<bool>,
}

impl Seen {
    pub(super) fn fitting(self, fits: Vec<bool>) -> Self {
        Self { fits, ..self }
    }

    /// The values of the key, also where they are hidden: children refer to them.
    pub(crate) fn key_of(&self, meta: &Meta) -> Vec<Value> {
        meta.key.iter().map(|part| self.whole.cells[*part].clone()).collect()
    }
}

impl Deref for Seen {
    type Target = Row;

    fn deref(&self) -> &Row {
        &self.row
    }
}

/// A model as one member of staff may use it, without what reads and writes it.
#[derive(Clone, Copy)]
pub(crate) struct Face<'a> {
    pub(crate) meta: &'static Meta,
    pub(crate) options: &'a Options,
    policy: &'a dyn Policy,
    pub(super) staff: &'a Staff,
}

impl fmt::Debug for Face<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} for {}", self.options.url, self.staff.id)
    }
}

/// The name of an act in a refusal.
pub(crate) fn name_of(act: Act<'_>) -> &'static str {
    match act {
        Act::See => "see",
        Act::Create => "create",
        Act::Change => "change",
        Act::Delete => "delete",
        Act::Restore => "restore",
        Act::Purge => "purge",
        Act::Revert => "revert",
        Act::SeeHistory => "see the history of",
        Act::Export => "export",
        Act::Verify => "verify",
        Act::Do(_) => "do this with",
    }
}

impl<'a> Face<'a> {
    pub(super) fn new(meta: &'static Meta, options: &'a Options, policy: &'a dyn Policy, staff: &'a Staff) -> Self {
        Self { meta, options, policy, staff }
    }

    pub(crate) fn url(&self) -> &'a str {
        &self.options.url
    }

    pub(crate) fn field(&self, index: usize) -> &'static Field {
        &self.meta.fields[index]
    }

    pub(crate) fn index(&self, name: &str) -> Option<usize> {
        self.meta.fields.iter().position(|field| field.name == name)
    }

    pub(crate) fn role(&self, role: Role) -> Option<usize> {
        self.meta.with_role(role)
    }

    /// Whether the policy allows it, and the model has it.
    pub(crate) fn may(&self, act: Act<'_>, row: Option<&Seen>) -> bool {
        self.may_whole(act, row.map(|row| &row.whole))
    }

    pub(super) fn may_whole(&self, act: Act<'_>, row: Option<&Row>) -> bool {
        let Can { create, edit, remove, trash, history, .. } = self.options.can;
        let has = match act {
            Act::See | Act::Export => true,
            Act::Create => create,
            Act::Change => edit,
            Act::Delete => trash || remove,
            Act::Restore => trash,
            Act::Purge => trash && self.options.purge_after.is_some(),
            Act::Revert => history && edit,
            Act::SeeHistory | Act::Verify => history,
            Act::Do(name) => self.options.actions.iter().any(|(known, _)| *known == name),
        };
        let see = matches!(act, Act::See | Act::Create) || self.policy.may(self.staff, Act::See, self.meta, row);
        has && see && self.policy.may(self.staff, act, self.meta, row)
    }

    /// Whether an action can be done with the row as it is, by somebody who may.
    pub(crate) fn fits(&self, name: &str, row: &Seen) -> bool {
        let place = self.options.actions.iter().position(|(known, _)| *known == name);
        place.and_then(|place| row.fits.get(place).copied()).unwrap_or(true)
    }

    /// What may be done with a field. A masked value is never shown, but it may be set.
    fn access(&self, field: usize, row: Option<&Row>) -> Access {
        self.policy.field(self.staff, self.meta, field, row)
    }

    /// Whether the field may be set in a new row.
    pub(crate) fn opens(&self, field: usize) -> bool {
        self.access(field, None) == Access::Write
    }

    /// Whether the values of a field may be shown.
    pub(crate) fn sees(&self, field: usize, row: Option<&Seen>) -> bool {
        self.sees_in(field, row.map(|row| &row.whole))
    }

    fn sees_in(&self, field: usize, row: Option<&Row>) -> bool {
        self.field(field).privacy != Privacy::Mask && self.access(field, row) >= Access::ReadOnly
    }

    /// Whether a page may say that the field exists.
    pub(crate) fn knows(&self, field: usize, row: Option<&Seen>) -> bool {
        self.access(field, row.map(|row| &row.whole)) >= Access::ReadOnly
    }

    /// The fields of the form that may be written: with a new row, or with a change of this one.
    pub(crate) fn settable(&self, row: Option<&Seen>) -> Vec<usize> {
        let row = row.map(|row| &row.whole);
        let open = |index: &usize| {
            let field = self.field(*index);
            let sent = if row.is_some() { field.in_patch } else { field.in_new };
            sent && !self.options.read_only.contains(index) && self.access(*index, row) == Access::Write
        };
        self.options.form.iter().copied().filter(open).collect()
    }

    /// The settable fields in the groups of the form: those without a group come first, and have no name.
    pub(crate) fn groups(&self, settable: &[usize]) -> Vec<(&'a str, Vec<usize>)> {
        let sets = &self.options.fieldsets;
        let grouped = |field: &usize| sets.iter().any(|(_, fields)| fields.contains(field));
        let first = ("", settable.iter().copied().filter(|field| !grouped(field)).collect());
        let of = |fields: &Vec<usize>| fields.iter().copied().filter(|field| settable.contains(field)).collect();
        let others = sets.iter().map(|(name, fields)| (name.as_str(), of(fields)));
        std::iter::once(first).chain(others).filter(|(_, fields): &(_, Vec<usize>)| !fields.is_empty()).collect()
    }

    /// The fields that a page of a row shows besides: everything that is neither in the form nor hidden.
    pub(crate) fn rest(&self, row: Option<&Seen>, settable: &[usize]) -> Vec<usize> {
        let plain = |index: &usize| {
            let role = self.field(*index).role;
            !settable.contains(index)
                && self.sees(*index, row)
                && !matches!(role, Role::DeletionBatch | Role::ChangeLog)
        };
        let empty = |index: &usize| {
            let gone = matches!(self.field(*index).role, Role::DeletedAt | Role::DeletedBy);
            gone && row.is_none_or(|row| !row.deleted)
        };
        (0..self.meta.fields.len()).filter(plain).filter(|index| !empty(index)).collect()
    }

    /// The fields that must not be searched, filtered or sorted by.
    pub(crate) fn unseen(&self) -> Vec<usize> {
        (0..self.meta.fields.len()).filter(|field| !self.sees(*field, None)).collect()
    }

    pub(super) fn seen(&self, whole: Row) -> Seen {
        Seen { row: self.bare(whole.clone()), whole, fits: Vec::new() }
    }

    /// What may be done with a field of this row, whatever it is.
    pub(super) fn writes(&self, field: usize, row: &Seen) -> bool {
        self.access(field, Some(&row.whole)) == Access::Write
    }

    /// The row without what must not be shown.
    pub(super) fn bare(&self, mut row: Row) -> Row {
        row.label = super::read::label(&row, self.options.named_by).unwrap_or(row.label);
        for field in 0..self.meta.fields.len() {
            if !self.sees_in(field, Some(&row)) {
                if self.options.named_by == Some(field) {
                    row.label.clone_from(&row.key);
                }
                row.cells[field] = Value::Null;
            }
        }
        row
    }
}
