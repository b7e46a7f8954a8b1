//! What the history of a row says of it at an instant.

use crate::audit::entry::AuditEntry;
use crate::audit::past::cell;
use crate::meta::error::{Error, Result};
use crate::meta::log::Shown;
use crate::meta::{Meta, Privacy};
use crate::model::Model;
use crate::trail::cell::Cell;
use chrono::{DateTime, Utc};

/// What is known of a row.
pub(crate) struct TracedColumns {
    meta: &'static Meta,
    /// The values, one for each field, as far as the trail has them.
    pub(crate) cells: Vec<Option<Cell>>,
    /// Whether the row was removed since.
    pub(crate) gone: bool,
    /// The fields that changed since without saying from what.
    hidden: Vec<bool>,
}

impl TracedColumns {
    /// What a whole history, oldest entry first, says of the row; nothing when the row was not there at the instant.
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
                    // Of a life before this one.
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

    /// Whether a value has to come from the row.
    pub(crate) fn needs_row(&self) -> bool {
        self.cells.iter().any(Option::is_none)
    }

    /// The fields whose value may not be what it was.
    pub(crate) fn unknown(&self) -> Vec<&'static str> {
        let fields = self.meta.fields.iter().zip(&self.hidden);
        let unknown = fields.filter(|(field, hidden)| **hidden || field.privacy == Privacy::Skip);
        unknown.map(|(field, _)| field.name).collect()
    }

    /// Why a row that is gone cannot be rebuilt.
    pub(crate) fn refusal(&self) -> Error {
        let missing = self.cells.iter().position(Option::is_none).unwrap_or_default();
        Error::invalid(
            self.meta.fields[missing].name,
            "the row is gone, and its audit trail does not record this field",
        )
    }
}
