//! Finds the values of a row at an instant in its history.

use crate::audit::entry::AuditEntry;
use crate::audit::past::cell;
use crate::meta::error::{Error, Result};
use crate::meta::log::Shown;
use crate::meta::{Meta, Privacy};
use crate::model::Model;
use crate::trail::cell::Cell;
use chrono::{DateTime, Utc};

/// What the history says about a row.
pub(crate) struct TracedColumns {
    meta: &'static Meta,
    /// One value for each field, if the trail has it.
    pub(crate) cells: Vec<Option<Cell>>,
    /// Whether the row was removed since.
    pub(crate) gone: bool,
    /// The fields that changed since, but whose old value is masked.
    hidden: Vec<bool>,
}

impl TracedColumns {
    /// Reads a whole history, oldest entry first; none when the row did not exist at the instant.
    pub(crate) fn of_history<M: Model>(history: &[AuditEntry<M>], instant: DateTime<Utc>) -> Result<Option<Self>> {
        let meta = M::META;
        let writes = || history.iter().filter(|entry| entry.details().is_none());
        let until = || writes().filter(|entry| entry.created_at <= instant);
        let since = || writes().filter(|entry| entry.created_at > instant);
        let existed = match until().next_back() {
            Some(last) => !last.is_removal(),
            None => since().next().is_none_or(|first| first.action != "create"),
        };
        if !existed {
            return Ok(None);
        }
        let count = meta.fields.len();
        let mut traced = Self { meta, cells: vec![None; count], gone: false, hidden: vec![false; count] };
        for entry in until() {
            for (field, shown) in entry.known_changes() {
                traced.cells[field] = match shown {
                    Shown::Values { new: Some(new), .. } => Some(cell(&meta.fields[field], new)?),
                    // The entry belongs to an earlier row with the same key.
                    Shown::Values { new: None, .. } | Shown::Masked => None,
                };
            }
        }
        for entry in since() {
            for (field, shown) in entry.known_changes() {
                match shown {
                    Shown::Values { old: Some(old), .. } if traced.cells[field].is_none() && !traced.hidden[field] => {
                        traced.cells[field] = Some(cell(&meta.fields[field], old)?);
                    }
                    Shown::Masked if traced.cells[field].is_none() => traced.hidden[field] = true,
                    _ => {}
                }
            }
            if entry.is_removal() {
                traced.gone = true;
                break;
            }
        }
        Ok(Some(traced))
    }

    /// Leaves a value to the current row, because the field cannot hold it any more.
    pub(crate) fn forget(&mut self, field: usize) {
        self.cells[field] = None;
        self.hidden[field] = true;
    }

    /// Whether a value has to come from the current row.
    pub(crate) fn needs_row(&self) -> bool {
        self.cells.iter().any(Option::is_none)
    }

    /// The fields whose value may differ from the old one.
    pub(crate) fn unknown(&self) -> Vec<&'static str> {
        let fields = self.meta.fields.iter().zip(&self.hidden);
        let unknown = fields.filter(|(field, hidden)| **hidden || field.privacy == Privacy::Skip);
        unknown.map(|(field, _)| field.name).collect()
    }

    /// Why a row that no longer exists cannot be rebuilt.
    pub(crate) fn refusal(&self) -> Error {
        let missing = self.cells.iter().position(Option::is_none).unwrap_or_default();
        Error::invalid(
            self.meta.fields[missing].name,
            "the row is gone, and its audit trail does not record this field",
        )
    }
}
