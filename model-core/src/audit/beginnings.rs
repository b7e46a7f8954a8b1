//! Finds rows whose history should begin with their creation, but does not.
//!
//! A history may begin in the middle of a row's life because the model was not audited before, or because the trail was
//! pruned. Both explain it only for rows that are older than the whole trail of the model.

use crate::audit::discrepancy::{Discrepancy, DiscrepancyKind};
use crate::meta::action::Action;
use crate::meta::encoding::Encoding;
use crate::meta::log::AuditLog;
use crate::meta::{Field, Meta, Privacy, Role};
use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub(crate) struct Beginnings {
    /// The field with the time of creation, if it can be trusted.
    created_at: Option<&'static Field>,
    /// The instant up to which the trail was pruned.
    horizon: Option<DateTime<Utc>>,
    /// The first entry of each row whose first entry does not create it.
    first: BTreeMap<String, i64>,
    /// Those of them that pruning does not explain, with the time of creation of their rows.
    dated: Vec<(String, i64, DateTime<Utc>)>,
}

impl Beginnings {
    pub(crate) fn new(meta: &'static Meta, horizon: Option<DateTime<Utc>>) -> Self {
        let created_at = meta.with_role(Role::CreatedAt).map(|index| &meta.fields[index]);
        Self {
            // The clock of the database may differ from the clock of the trail.
            created_at: created_at.filter(|field| !field.by_database && field.privacy == Privacy::Plain),
            horizon,
            first: BTreeMap::new(),
            dated: Vec::new(),
        }
    }

    /// Processes the next entry; `known` says whether an earlier entry has the same row.
    pub(crate) fn apply(&mut self, log: &AuditLog, known: bool) {
        let Some(created_at) = self.created_at else { return };
        if !known && log.action != Action::Create.name() && log.action != Action::Begin.name() {
            self.first.insert(log.object_id.clone(), log.id);
        }
        // A removed row is not in the table; its last entry has its values.
        let change = log.changes.get(created_at.name);
        if let Some(was) = change.filter(|change| change.get("new").is_none()).and_then(|change| change.get("old")) {
            self.date(&log.object_id, was);
        }
    }

    /// Processes a row of the table.
    pub(crate) fn observe_row(&mut self, object_id: &str, row: &Map<String, Value>) {
        if let Some(value) = self.created_at.and_then(|field| row.get(field.name)) {
            self.date(object_id, value);
        }
    }

    /// Whether it is open what some histories say.
    pub(crate) fn is_open(&self) -> bool {
        !self.dated.is_empty()
    }

    /// The rows that were created after the first entry of the model was written, but whose creation the trail does not
    /// have. Forgets all rows so far.
    pub(crate) fn missing(&mut self, earliest: Option<DateTime<Utc>>) -> impl Iterator<Item = Discrepancy> {
        self.first.clear();
        let missing = std::mem::take(&mut self.dated)
            .into_iter()
            .filter(move |(_, _, created)| earliest.is_some_and(|earliest| earliest < created.trunc_subsecs(3)));
        missing.map(|(object_id, entry, _)| Discrepancy { object_id, kind: DiscrepancyKind::NoBeginning { entry } })
    }

    fn date(&mut self, object_id: &str, created: &Value) {
        if let Some(entry) = self.first.remove(object_id)
            && let Some(created) = self.created_at.and_then(|field| instant(field, created))
            && self.horizon.is_none_or(|horizon| created >= horizon)
        {
            self.dated.push((object_id.to_owned(), entry, created));
        }
    }
}

/// When an entry was written, to the millisecond. The caller may choose `created_at` freely; the id of the batch comes
/// from the clock, unless the caller chose that too.
pub(crate) fn written(log: &AuditLog) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = log.batch_id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(seconds.try_into().ok()?, nanoseconds)
}

/// Reads the instant from the JSON of a timestamp.
pub(super) fn instant(field: &Field, value: &Value) -> Option<DateTime<Utc>> {
    match field.encoding {
        Encoding::Instant | Encoding::InstantText => Some(value.as_str()?.parse().ok()?),
        Encoding::Naive => Some(value.as_str()?.parse::<NaiveDateTime>().ok()?.and_utc()),
        Encoding::Integer => field.facts.epoch?.instant(value.as_i64()?),
        _ => None,
    }
}
