//! The rows as the trail says that they are, beside those of the table.

use crate::audit::beginnings::{Beginnings, instant};
use crate::audit::discrepancy::{Discrepancy, DiscrepancyKind, Found};
use crate::meta::log::{AuditLog, Shown};
use crate::meta::{Field, Meta, Role};
use crate::trail::cell::Cell;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The state of some rows after the entries so far, and every contradiction that was found.
pub(crate) struct Replay {
    meta: &'static Meta,
    /// The instant up to which the trail was pruned.
    horizon: Option<DateTime<Utc>>,
    /// The values of each row; none after its removal.
    rows: BTreeMap<String, Option<BTreeMap<String, Value>>>,
    beginnings: Beginnings,
    /// When the first entry of the model was written, once it was looked up. None of the entries may say when.
    earliest: Option<Option<DateTime<Utc>>>,
    discrepancies: Vec<Discrepancy>,
}

impl Replay {
    pub(crate) fn new(meta: &'static Meta, horizon: Option<DateTime<Utc>>) -> Self {
        let beginnings = Beginnings::new(meta, horizon);
        Self { meta, horizon, rows: BTreeMap::new(), beginnings, earliest: None, discrepancies: Vec::new() }
    }

    /// Processes the next entry.
    pub(crate) fn apply(&mut self, log: &AuditLog) {
        if log.details().is_some() {
            return;
        }
        let meta = self.meta;
        let known = self.rows.remove(&log.object_id);
        self.beginnings.apply(log, known.is_some());
        let discrepancy = |kind| Discrepancy { object_id: log.object_id.clone(), kind };
        // A history may begin in the middle of a row's life, because the model was not audited before.
        let fits = match (log.action.as_str(), &known) {
            ("create" | "begin", Some(Some(_))) => false,
            ("create", _) | (_, None | Some(Some(_))) => true,
            (_, Some(None)) => false,
        };
        if !fits {
            self.discrepancies.push(discrepancy(DiscrepancyKind::OutOfOrder { entry: log.id }));
        }
        let mut values = known.flatten().unwrap_or_default();
        let mut removed = false;
        for change in log.changes() {
            let Shown::Values { old, new } = change.value else { continue };
            let known = meta.known_as(change.field).map(|index| &meta.fields[index]);
            let name = known.map_or(change.field, |field| field.name);
            if let (Some(ended), Some(starts)) = (values.get(name), old)
                && !same(known, ended, starts)
                && !may_be_touched(meta, known)
            {
                self.discrepancies.push(discrepancy(DiscrepancyKind::Gap {
                    entry: log.id,
                    field: name.to_owned(),
                    ended: ended.clone(),
                    starts: starts.clone(),
                }));
            }
            match new {
                Some(new) => drop(values.insert(name.to_owned(), new.clone())),
                None => removed = true,
            }
        }
        self.rows.insert(log.object_id.clone(), (!removed).then_some(values));
    }

    /// Compares with the rows in the table, and forgets them: every row with entries so far is among these, or is not
    /// in the table.
    pub(crate) fn compare(&mut self, rows: &[Found]) {
        let (meta, horizon) = (self.meta, self.horizon);
        let mut recorded = std::mem::take(&mut self.rows);
        let field_of = |name: &str| meta.fields.iter().find(|field| field.name == name);
        let fits = |name: &str, recorded: &Value, found: &Value| {
            let field = field_of(name);
            // The database changes some columns by itself, without an entry.
            same(field, recorded, found) || field.is_some_and(|field| field.by_database) || may_be_touched(meta, field)
        };
        for (object_id, row) in rows {
            self.beginnings.observe_row(object_id, row);
            let discrepancy = |kind| Discrepancy { object_id: object_id.clone(), kind };
            match recorded.remove(object_id) {
                None if may_be_pruned(meta, row, horizon) => {}
                None => self.discrepancies.push(discrepancy(DiscrepancyKind::MissingHistory)),
                Some(None) => self.discrepancies.push(discrepancy(DiscrepancyKind::Returned)),
                Some(Some(values)) => self.discrepancies.extend(values.into_iter().filter_map(|(field, recorded)| {
                    let found = row.get(&field).filter(|found| !fits(&field, &recorded, found))?.clone();
                    Some(discrepancy(DiscrepancyKind::Differs { field, recorded, found }))
                })),
            }
        }
        let vanished = recorded.into_iter().filter(|(_, values)| values.is_some());
        let vanished = vanished.map(|(object_id, _)| Discrepancy { object_id, kind: DiscrepancyKind::Vanished });
        self.discrepancies.extend(vanished);
    }

    /// Whether a history begins in the middle, so that the instant of the model's first entry has to be looked up.
    pub(crate) fn asks_for_earliest(&self) -> bool {
        self.earliest.is_none() && self.beginnings.is_open()
    }

    /// Takes the instant at which the model's first entry was written.
    pub(crate) fn began(&mut self, earliest: Option<DateTime<Utc>>) {
        self.earliest = Some(earliest);
    }

    /// Decides about the histories so far that begin in the middle.
    pub(crate) fn settle(&mut self) {
        self.discrepancies.extend(self.beginnings.missing(self.earliest.flatten()));
    }

    /// Every contradiction.
    pub(crate) fn discrepancies(self) -> Vec<Discrepancy> {
        self.discrepancies
    }
}

/// Whether the whole history of a row may have been pruned: the row is older than the pruned part, or does not say when
/// it was created.
fn may_be_pruned(meta: &Meta, row: &Map<String, Value>, horizon: Option<DateTime<Utc>>) -> bool {
    let Some(horizon) = horizon else { return false };
    let created_at = meta.with_role(Role::CreatedAt).map(|index| &meta.fields[index]);
    let created_at = created_at.and_then(|field| instant(field, row.get(field.name)?));
    created_at.is_none_or(|created_at| created_at < horizon)
}

/// Whether two values of the trail are equal for the current column.
fn same(field: Option<&Field>, one: &Value, other: &Value) -> bool {
    match field {
        Some(field) => Cell::same(field.encoding, one, other),
        None => one == other,
    }
}

/// Whether the library may have updated a column with writes that left no entry.
fn may_be_touched(meta: &Meta, field: Option<&Field>) -> bool {
    meta.touches_unseen() && field.is_some_and(|field| field.role.follows_writes())
}
