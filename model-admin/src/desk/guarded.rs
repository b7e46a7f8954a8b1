//! A model behind the policy. Everything that a page does with rows goes through here.

use crate::data::{Ask, Entries, Entry, Fail, Labels, Page, Reach, Row, Rows, Was, Wrong};
use crate::desk::face::{Face, Options, Seen, name_of};
use crate::desk::record::{Break, By, Eyes, Purged, Record, Slice, Told, Values};
use crate::policy::{Act, Policy, Scope};
use crate::staff::Staff;
use model_core::{Actor, Error};
use serde_json::Value;
use std::ops::Deref;

/// A preview counts so many rows of each relation.
pub(crate) const COUNTED: usize = 1_000;

/// A model as one member of staff may use it.
pub(crate) struct Guarded<'a, Conn> {
    face: Face<'a>,
    record: &'a Record<Conn>,
    scope: Scope,
}

impl<'a, Conn> Deref for Guarded<'a, Conn> {
    type Target = Face<'a>;

    fn deref(&self) -> &Face<'a> {
        &self.face
    }
}

impl<'a, Conn> Guarded<'a, Conn> {
    pub(super) fn new(record: &'a Record<Conn>, policy: &'a dyn Policy, staff: &'a Staff) -> Self {
        let face = Face::new(record.meta, &record.options, policy, staff);
        Self { face, record, scope: policy.rows(staff, record.meta) }
    }

    pub(crate) fn face(&self) -> Face<'a> {
        self.face
    }

    /// Whether there is anything that this member of staff may do here.
    pub(super) fn is_open(&self) -> bool {
        self.may(Act::See, None) || self.may(Act::Create, None)
    }

    /// Whether the policy hides all rows.
    pub(crate) fn is_blind(&self) -> bool {
        matches!(self.scope, Scope::None)
    }

    /// Whether the policy hides no row.
    pub(crate) fn sees_all(&self) -> bool {
        matches!(self.scope, Scope::All)
    }

    fn eyes(&self) -> Eyes<'_> {
        Eyes { scope: &self.scope, narrow: self.record.narrow.as_ref(), named_by: self.options.named_by }
    }

    fn allow(&self, act: Act<'_>, row: Option<&Seen>) -> Result<(), Fail> {
        if self.may(act, row) {
            return Ok(());
        }
        Err(Fail::Forbidden { act: name_of(act), model: self.meta.name })
    }

    pub(crate) fn page(&self, conn: &mut Conn, mut ask: Ask) -> Result<Page, Fail> {
        self.allow(Act::See, None)?;
        if self.is_blind() {
            return Ok(Page::empty());
        }
        ask.hidden = self.unseen();
        let mut page = (self.record.reads.page)(conn, &self.eyes(), &self.record.options, &ask)?;
        page.rows.retain(|row| self.may_whole(Act::See, Some(row)));
        page.rows = page.rows.into_iter().map(|row| self.bare(row)).collect();
        Ok(page)
    }

    /// The live rows whose fields have these parts of a key, and whether there are more than so many.
    pub(crate) fn children(
        &self,
        conn: &mut Conn,
        by: &[usize],
        key: &[String],
        most: usize,
    ) -> Result<(Vec<Seen>, bool), Fail> {
        self.allow(Act::See, None)?;
        if self.is_blind() || !by.iter().all(|field| self.sees(*field, None)) {
            return Ok((Vec::new(), false));
        }
        let options = Options { filter: by.to_vec(), search: Vec::new(), ..self.options.clone() };
        let parameters = by.iter().zip(key).map(|(field, part)| (self.field(*field).name.to_owned(), part.clone()));
        let parameters = parameters.collect();
        let ask = Ask { limit: most, ..Ask::new(Rows::Live, parameters) };
        let page = (self.record.reads.page)(conn, &self.eyes(), &options, &ask)?;
        let seen = page.rows.into_iter().map(|row| self.seen(row)).filter(|row| self.may(Act::See, Some(row)));
        Ok((seen.collect(), page.next.is_some()))
    }

    pub(crate) fn find(&self, conn: &mut Conn, rows: Rows, key: &str) -> Result<Seen, Fail> {
        let found = match self.is_blind() {
            true => None,
            false => (self.record.reads.find)(conn, &self.eyes(), rows, key, &self.record.fits)?,
        };
        // A row that may not be seen is as if it did not exist.
        let seen = found.map(|(row, fits)| self.seen(row).fitting(fits)).filter(|row| self.may(Act::See, Some(row)));
        seen.ok_or(Fail::Core(Error::NotFound))
    }

    /// What rows are called. Rows that may not be seen have no name.
    pub(crate) fn labels(&self, conn: &mut Conn, keys: &[String]) -> Result<Labels, Fail> {
        let named = self.options.named_by.is_none_or(|field| self.sees(field, None));
        if keys.is_empty() || self.is_blind() || !named || !self.may(Act::See, None) {
            return Ok(Labels::new());
        }
        (self.record.reads.labels)(conn, &self.eyes(), keys)
    }

    /// The values that this member of staff may set; the others are dropped.
    fn settable_of(&self, values: Values, row: Option<&Seen>) -> Values {
        let open = self.settable(row);
        let may = |name: &str| self.index(name).is_some_and(|field| open.contains(&field));
        values.into_iter().filter(|(name, _)| may(name)).collect()
    }

    pub(crate) fn judge_new(&self, values: &Values) -> Vec<Wrong> {
        self.record.creates.as_ref().map_or_else(Vec::new, |creates| (creates.judge)(values))
    }

    pub(crate) fn judge_change(&self, values: &Values) -> Vec<Wrong> {
        self.record.edits.as_ref().map_or_else(Vec::new, |edits| (edits.judge)(values))
    }

    pub(crate) fn create(&self, conn: &mut Conn, values: Values, by: &Actor) -> Result<Row, Fail> {
        self.allow(Act::Create, None)?;
        let creates = self.record.creates.as_ref().ok_or(Fail::Missing)?;
        let values = self.settable_of(values, None);
        (creates.create)(conn, &values, by).map(|row| self.bare(row))
    }

    /// A new row that belongs to another by these fields.
    pub(crate) fn create_under(
        &self,
        conn: &mut Conn,
        values: Values,
        (by, key): (&[usize], &[Value]),
        actor: &Actor,
    ) -> Result<Row, Fail> {
        self.allow(Act::Create, None)?;
        let creates = self.record.creates.as_ref().ok_or(Fail::Missing)?;
        let mut values = self.settable_of(values, None);
        values.extend(by.iter().zip(key).map(|(field, part)| (self.field(*field).name.to_owned(), part.clone())));
        (creates.create)(conn, &values, actor).map(|row| self.bare(row))
    }

    pub(crate) fn patch(
        &self,
        conn: &mut Conn,
        row: &Seen,
        values: Values,
        version: Option<i64>,
        by: &Actor,
    ) -> Result<Row, Fail> {
        self.allow(Act::Change, Some(row))?;
        let edits = self.record.edits.as_ref().ok_or(Fail::Missing)?;
        let values = self.settable_of(values, Some(row));
        (edits.patch)(conn, &values, By { key: &row.key, version, actor: by }).map(|row| self.bare(row))
    }

    pub(crate) fn preview_delete(&self, conn: &mut Conn, row: &Seen) -> Result<Reach, Fail> {
        self.allow(Act::Delete, Some(row))?;
        let deletes = self.record.deletes.as_ref().ok_or(Fail::Missing)?;
        (deletes.preview)(conn, &row.key, COUNTED)
    }

    pub(crate) fn delete(&self, conn: &mut Conn, row: &Seen, version: Option<i64>, by: &Actor) -> Result<(), Fail> {
        self.allow(Act::Delete, Some(row))?;
        let deletes = self.record.deletes.as_ref().ok_or(Fail::Missing)?;
        (deletes.delete)(conn, &row.key, version, by)
    }

    pub(crate) fn preview_restore(&self, conn: &mut Conn, row: &Seen) -> Result<Reach, Fail> {
        self.allow(Act::Restore, Some(row))?;
        let trash = self.record.trash.as_ref().ok_or(Fail::Missing)?;
        (trash.preview)(conn, &row.key, COUNTED)
    }

    pub(crate) fn restore(&self, conn: &mut Conn, row: &Seen, parents: bool, by: &Actor) -> Result<Row, Fail> {
        self.allow(Act::Restore, Some(row))?;
        let trash = self.record.trash.as_ref().ok_or(Fail::Missing)?;
        (trash.restore)(conn, &row.key, parents, by).map(|row| self.bare(row))
    }

    pub(crate) fn purge(&self, conn: &mut Conn, rehearse: bool, by: &Actor, told: Told<'_>) -> Result<Purged, Fail> {
        self.allow(Act::Purge, None)?;
        let purge = self.record.trash.as_ref().and_then(|trash| trash.purge).ok_or(Fail::Missing)?;
        let age = self.options.purge_after.ok_or(Fail::Missing)?;
        purge(conn, age, rehearse, by, told)
    }

    fn remembers(&self) -> Result<&'a crate::desk::record::Remembers<Conn>, Fail> {
        self.record.remembers.as_ref().ok_or(Fail::Missing)
    }

    /// The entry without what must not be shown.
    pub(crate) fn bare_entry(&self, mut entry: Entry, row: Option<&Seen>) -> Entry {
        entry.changes.retain(|(name, _)| self.index(name).is_none_or(|field| self.knows(field, row)));
        if self.options.named_by.is_some_and(|field| !self.sees(field, row)) {
            entry.label.clone_from(&entry.object);
        }
        entry
    }

    pub(crate) fn history(&self, conn: &mut Conn, row: &Seen, before: Option<i64>) -> Result<Entries, Fail> {
        self.allow(Act::SeeHistory, Some(row))?;
        let slice = Slice { key: &row.key, before, limit: 50 };
        let mut found = (self.remembers()?.history)(conn, slice)?;
        found.entries = found.entries.into_iter().map(|entry| self.bare_entry(entry, Some(row))).collect();
        Ok(found)
    }

    /// An entry of this row's history.
    pub(crate) fn entry(&self, conn: &mut Conn, row: &Seen, id: i64) -> Result<Entry, Fail> {
        self.allow(Act::SeeHistory, Some(row))?;
        let entry = (self.remembers()?.entry)(conn, &row.key, id)?;
        entry.map(|entry| self.bare_entry(entry, Some(row))).ok_or(Fail::Core(Error::NotFound))
    }

    /// The row at a version, for a merge. Only fields that are shown are in it.
    pub(crate) fn at_version(&self, conn: &mut Conn, row: &Seen, version: i64) -> Result<Option<Was>, Fail> {
        let Some(remembers) = &self.record.remembers else { return Ok(None) };
        let was = (remembers.at_version)(conn, &row.key, version)?;
        Ok(was.map(|was| Was { row: self.bare(was.row), ..was }))
    }

    /// The row as it was after an entry.
    pub(crate) fn after(&self, conn: &mut Conn, row: &Seen, entry: &Entry) -> Result<Option<Was>, Fail> {
        self.allow(Act::SeeHistory, Some(row))?;
        let was = (self.remembers()?.after)(conn, &row.key, entry)?;
        Ok(was.map(|was| Was { row: self.bare(was.row), ..was }))
    }

    /// Whether an entry may be taken back: each field that would be written must be open.
    pub(crate) fn may_revert(&self, row: &Seen, entry: &Entry) -> bool {
        let open = |name: &str| match self.index(name) {
            Some(field) if self.field(field).role == model_core::meta::Role::Plain => self.writes(field, row),
            _ => true,
        };
        entry.action == "patch" && self.may(Act::Revert, Some(row)) && entry.changes.iter().all(|(name, _)| open(name))
    }

    pub(crate) fn revert(
        &self,
        conn: &mut Conn,
        row: &Seen,
        entry: i64,
        version: Option<i64>,
        by: &Actor,
    ) -> Result<Row, Fail> {
        // The entry is read again, with the fields that this member of staff must not even know of.
        let whole = (self.remembers()?.entry)(conn, &row.key, entry)?.ok_or(Fail::Core(Error::NotFound))?;
        if !self.may_revert(row, &whole) {
            return Err(Fail::Forbidden { act: name_of(Act::Revert), model: self.meta.name });
        }
        let without_masked = whole.changes.iter().any(|(_, told)| *told == crate::data::Told::Masked);
        (self.remembers()?.revert)(conn, entry, without_masked, By { key: &row.key, version, actor: by })
            .map(|row| self.bare(row))
    }

    pub(crate) fn verify(&self, conn: &mut Conn) -> Result<Vec<Break>, Fail> {
        self.allow(Act::Verify, None)?;
        let mut found = (self.remembers()?.verify)(conn)?;
        let known = |name: &String| self.index(name).is_none_or(|field| self.knows(field, None));
        found.retain(|found| found.field.as_ref().is_none_or(known));
        Ok(found)
    }

    /// Runs an action of the application.
    pub(crate) fn act(&self, conn: &mut Conn, row: &Seen, name: &str, by: &Actor) -> Result<(), Fail> {
        self.allow(Act::Do(name), Some(row))?;
        let place = self.options.actions.iter().position(|(known, _)| *known == name).ok_or(Fail::Missing)?;
        if !self.fits(name, row) {
            return Err(Fail::NotNow);
        }
        (self.record.actions[place])(conn, &self.eyes(), &row.key, by)
    }
}
