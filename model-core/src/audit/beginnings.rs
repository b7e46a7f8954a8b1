//! Rows whose history does not begin with their creation, although it should.
//!
//! A history may begin in the middle of a row's life: the model was not audited before, or the trail was pruned. Both
//! explain it for rows that are older than the whole trail of the model, and for no other.

use crate::audit::verify::{Discrepancy, DiscrepancyKind};
use crate::meta::encoding::Encoding;
use crate::meta::log::AuditLog;
use crate::meta::{Field, Meta, Privacy, Role};
use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub(crate) struct Beginnings {
    /// The field that says when a row came into being, if there is one to be trusted.
    created_at: Option<&'static Field>,
    /// When the earliest entry of the model's trail was written.
    earliest: Option<DateTime<Utc>>,
    /// The first entry of each row that it does not create.
    first: BTreeMap<String, i64>,
    /// The same entries, once it is known when their rows came into being.
    dated: Vec<(String, i64, DateTime<Utc>)>,
}

impl Beginnings {
    pub(crate) fn new(meta: &'static Meta) -> Self {
        let created_at = meta.with_role(Role::CreatedAt).map(|index| &meta.fields[index]);
        Self {
            // A clock of the database's own may go before or after the one of the trail.
            created_at: created_at.filter(|field| !field.by_database && field.privacy == Privacy::Plain),
            earliest: None,
            first: BTreeMap::new(),
            dated: Vec::new(),
        }
    }

    /// Takes in the next entry, of a row that is known from earlier ones or not.
    pub(crate) fn apply(&mut self, log: &AuditLog, known: bool) {
        let Some(created_at) = self.created_at else { return };
        self.earliest = self.earliest.into_iter().chain(written(log)).min();
        if !known && log.action != "create" {
            self.first.insert(log.object_id.clone(), log.id);
        }
        // What was removed is not in the table, and its last entry says what it was.
        let change = log.changes.get(created_at.name);
        if let Some(was) = change.filter(|change| change.get("new").is_none()).and_then(|change| change.get("old")) {
            self.date(&log.object_id, was);
        }
    }

    /// Takes in a row of the table.
    pub(crate) fn observe_row(&mut self, object_id: &str, row: &Map<String, Value>) {
        if let Some(value) = self.created_at.and_then(|field| row.get(field.name)) {
            self.date(object_id, value);
        }
    }

    /// The rows that came into being after the trail had begun, and not before what was pruned of it, and whose creation
    /// it does not have.
    pub(crate) fn missing(self, horizon: Option<DateTime<Utc>>) -> impl Iterator<Item = Discrepancy> {
        let Self { earliest, dated, .. } = self;
        let missing = dated
            .into_iter()
            .filter(move |(_, _, created)| earliest.is_some_and(|earliest| earliest < created.trunc_subsecs(3)))
            .filter(move |(_, _, created)| horizon.is_none_or(|horizon| *created >= horizon));
        missing.map(|(object_id, entry, _)| Discrepancy { object_id, kind: DiscrepancyKind::NoBeginning { entry } })
    }

    fn date(&mut self, object_id: &str, created: &Value) {
        if let Some(entry) = self.first.remove(object_id)
            && let Some(created) = self.created_at.and_then(|field| instant(field.encoding, created))
        {
            self.dated.push((object_id.to_owned(), entry, created));
        }
    }
}

/// When an entry was written, to the millisecond. Its `created_at` may be any instant that the caller has chosen; the id
/// of its batch is made from the clock, unless the caller has chosen that.
fn written(log: &AuditLog) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = log.batch_id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(seconds.try_into().ok()?, nanoseconds)
}

/// The instant that a timestamp's JSON stands for.
fn instant(encoding: Encoding, value: &Value) -> Option<DateTime<Utc>> {
    match encoding {
        Encoding::Instant | Encoding::InstantText => Some(value.as_str()?.parse().ok()?),
        Encoding::Naive => Some(value.as_str()?.parse::<NaiveDateTime>().ok()?.and_utc()),
        Encoding::Integer => DateTime::from_timestamp(value.as_i64()?, 0),
        _ => None,
    }
}
