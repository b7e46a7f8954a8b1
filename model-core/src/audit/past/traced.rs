//! Finds the values of a row at a moment in its history, and reads no more of that than it needs.

use crate::audit::filters::Filters;
use crate::audit::history::names_of;
use crate::audit::past::cell;
use crate::audit::select::SelectEntries;
use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::meta::log::{AuditLog, Shown};
use crate::meta::{Meta, Privacy, Role};
use crate::sql::dialect::Dialect;
use crate::trail::cell::Cell;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use diesel::connection::LoadConnection;

/// How many entries are read at once.
const PAGE: usize = 50;

/// The moment at which a row is rebuilt.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Moment {
    /// After every write up to this instant.
    Instant(DateTime<Utc>),
    /// After the write that gave it this version.
    Version(i64),
}

/// Where a history is cut.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    /// After the entries up to this instant.
    Instant(DateTime<Utc>),
    /// After this entry.
    Entry(i64),
}

impl Bound {
    fn until(self, meta: &Meta, object_id: &str) -> Filters {
        let mut filters = writes_of(meta, object_id);
        match self {
            Self::Instant(instant) => filters.set_until(after(instant)),
            Self::Entry(id) => filters.set_before(id.saturating_add(1)),
        }
        filters
    }

    fn since(self, meta: &Meta, object_id: &str) -> Filters {
        let mut filters = writes_of(meta, object_id);
        match self {
            Self::Instant(instant) => filters.set_since(after(instant)),
            Self::Entry(id) => filters.set_after(id),
        }
        filters
    }
}

/// The first instant after this one. There is none after the last instant that a database can store.
fn after(instant: DateTime<Utc>) -> DateTime<Utc> {
    let next = instant.checked_add_signed(TimeDelta::microseconds(1));
    next.filter(|next| next.year() <= 9999).unwrap_or(instant)
}

fn writes_of(meta: &Meta, object_id: &str) -> Filters {
    let mut filters = Filters::of_row(meta.content_type, object_id.to_owned());
    filters.only_writes();
    filters
}

/// Where a history is cut at a moment.
pub(crate) fn bound<Conn>(conn: &mut Conn, meta: &Meta, object_id: &str, moment: Moment) -> Result<Bound>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let version = match moment {
        Moment::Instant(instant) => return Ok(Bound::Instant(instant)),
        Moment::Version(version) => version,
    };
    let Some(field) = meta.with_role(Role::Version) else { return Ok(Bound::Entry(i64::MAX)) };
    // The write that gave the version, or else (its entry was pruned) the one that took it.
    for (side, back) in [("new", 0), ("old", 1)] {
        let mut filters = writes_of(meta, object_id);
        filters.set_number(names_of(&meta.fields[field]), side, version);
        let found = SelectEntries::new(filters, true, Some(1)).load(conn)?;
        if let Some(entry) = found.first() {
            return Ok(Bound::Entry(entry.id - back));
        }
    }
    // The row has the version now, or never had it.
    Ok(Bound::Entry(i64::MAX))
}

/// What the history says about a row.
pub(crate) struct TracedColumns {
    meta: &'static Meta,
    /// One value for each field, if the trail has it.
    pub(crate) cells: Vec<Option<Cell>>,
    /// Whether the row was removed since.
    pub(crate) gone: bool,
    /// The fields that an entry up to the moment has.
    decided: Vec<bool>,
    /// The fields that changed since, but whose old value is masked.
    hidden: Vec<bool>,
    /// The fields with the value that they had when the trail of the row began, after the moment.
    assumed: Vec<bool>,
    /// The last entry that was read.
    last: Option<i64>,
}

/// Reads a history, back from where it is cut and then on from there; none when the row did not exist.
pub(crate) fn traced<Conn>(
    conn: &mut Conn,
    meta: &'static Meta,
    object_id: &str,
    bound: Bound,
) -> Result<Option<TracedColumns>>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let count = meta.fields.len();
    let mut traced = TracedColumns {
        meta,
        cells: vec![None; count],
        gone: false,
        decided: vec![false; count],
        hidden: vec![false; count],
        assumed: vec![false; count],
        last: None,
    };
    let newest = SelectEntries::new(bound.until(meta, object_id), true, Some(PAGE)).load(conn)?;
    let existed = match newest.first() {
        Some(last) => !last.is_removal(),
        None => {
            let first = SelectEntries::new(bound.since(meta, object_id), false, Some(1)).load(conn)?;
            first.first().is_none_or(|first| first.action != "create")
        }
    };
    if !existed {
        return Ok(None);
    }
    let mut page = newest;
    loop {
        page.iter().try_for_each(|entry| traced.read_back(entry))?;
        let names = traced.names(|traced, field| !traced.decided[field]);
        let Some(oldest) = page.last().filter(|_| page.len() == PAGE && !names.is_empty()) else { break };
        let mut filters = bound.until(meta, object_id);
        filters.set_before(oldest.id);
        filters.set_fields(names);
        page = SelectEntries::new(filters, true, Some(PAGE)).load(conn)?;
    }
    loop {
        let page = traced.later(conn, object_id, bound, PAGE)?;
        for entry in &page {
            traced.read_on(entry)?;
            if traced.gone {
                return Ok(Some(traced));
            }
        }
        if page.len() < PAGE {
            return Ok(Some(traced));
        }
    }
}

impl TracedColumns {
    /// The next entries that have a field without a value, or may be of a removal.
    fn later<Conn>(&self, conn: &mut Conn, object_id: &str, bound: Bound, limit: usize) -> Result<Vec<AuditLog>>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        let mut filters = bound.since(self.meta, object_id);
        if let Some(last) = self.last {
            filters.set_after(last);
        }
        filters.set_fields_or_removals(self.names(|traced, field| traced.is_open(field)));
        SelectEntries::new(filters, false, Some(limit)).load(conn)
    }

    /// Whether a write since the last entry that was read may have changed the values taken from the row.
    pub(crate) fn is_outdated<Conn>(&self, conn: &mut Conn, object_id: &str, bound: Bound) -> Result<bool>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        Ok(!self.later(conn, object_id, bound, 1)?.is_empty())
    }

    /// Every name of the fields that the trail may have and that are so.
    fn names(&self, is_so: fn(&Self, usize) -> bool) -> Vec<String> {
        let fields = self.meta.fields.iter().enumerate();
        let fields = fields.filter(|(index, field)| field.privacy != Privacy::Skip && is_so(self, *index));
        fields.flat_map(|(_, field)| names_of(field)).collect()
    }

    /// Whether a later entry can tell the value of a field.
    fn is_open(&self, field: usize) -> bool {
        self.cells[field].is_none() && !self.hidden[field]
    }

    /// Takes values from the next older entry.
    fn read_back(&mut self, entry: &AuditLog) -> Result<()> {
        for change in entry.changes() {
            let Some(field) = self.meta.known_as(change.field).filter(|field| !self.decided[*field]) else { continue };
            self.decided[field] = true;
            // Without a new value the entry belongs to an earlier row with the same key.
            if let Shown::Values { new: Some(new), .. } = change.value {
                self.cells[field] = Some(cell(&self.meta.fields[field], new)?);
            }
        }
        Ok(())
    }

    /// Takes values from the next later entry.
    fn read_on(&mut self, entry: &AuditLog) -> Result<()> {
        self.last = Some(entry.id);
        let begins = entry.action == Action::Begin.name();
        for change in entry.changes() {
            let Some(field) = self.meta.known_as(change.field).filter(|field| self.is_open(*field)) else { continue };
            match change.value {
                Shown::Values { old: Some(old), .. } => self.cells[field] = Some(cell(&self.meta.fields[field], old)?),
                // The value before is unknown.
                Shown::Values { old: None, new: Some(new) } if begins => {
                    self.cells[field] = Some(cell(&self.meta.fields[field], new)?);
                    self.assumed[field] = !self.meta.key.contains(&field);
                }
                Shown::Values { old: None, .. } => {}
                Shown::Masked => self.hidden[field] = true,
            }
        }
        self.gone = entry.is_removal();
        Ok(())
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
        let fields = self.meta.fields.iter().zip(self.hidden.iter().zip(&self.assumed));
        let is_unknown = |(hidden, assumed): (&bool, &bool)| *hidden || *assumed;
        let unknown = fields.filter(|(field, said)| is_unknown(*said) || field.privacy == Privacy::Skip);
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

#[cfg(feature = "async")]
#[path = "../../../twins/audit/past/traced.rs"]
pub(crate) mod twin;
