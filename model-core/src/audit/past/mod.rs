//! Rebuilds rows as they were at an instant, or at a version.

#[cfg(feature = "postgres")]
pub(crate) mod pg;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod program;
pub(crate) mod traced;

use crate::audit::past::traced::{Moment, bound, traced};
use crate::meta::clock;
use crate::meta::error::{Error, Result};
use crate::model::Model;
use crate::model::key::RowKey;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::sql::rows::statement;
use crate::trail::cell::Cell;
use crate::values::Values;
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use diesel::result::Error::DeserializationError;
use diesel::result::UnexpectedNullError;
use std::fmt;
use std::marker::PhantomData;

/// The query for a row as it was at an instant or at a version: `Article::as_of(&id, instant)` and
/// `Article::at_version(&id, 7)` return it.
#[must_use = "a query does nothing until it is run"]
pub struct AsOf<M: Model> {
    key: M::Key,
    moment: Moment,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> fmt::Debug for AsOf<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsOf").field("moment", &self.moment).finish_non_exhaustive()
    }
}

impl<M: Model> AsOf<M> {
    pub(crate) fn new(key: M::Key, instant: DateTime<Utc>) -> Self {
        Self { key, moment: Moment::Instant(clock::cut(instant)), model: PhantomData }
    }

    pub(crate) fn at_version(key: M::Key, version: i64) -> Self {
        Self { key, moment: Moment::Version(version), model: PhantomData }
    }

    /// Rebuilds the row, deleted or not, from its trail. Returns none if it did not exist at that instant, or never had
    /// that version. If the row was removed and created again and had the version twice, the later one is used.
    ///
    /// Each field gets the value after the last entry before the instant that has the field. If there is no such entry
    /// (because the trail was [pruned](crate::AuditLog::prune), or started later), it gets the value before the first
    /// later entry that has the field, or else the current value of the row. [`Past::unknown`] lists the fields whose
    /// value cannot be known.
    ///
    /// It reads backwards, page by page, and only entries with a field whose value is not known yet. So it does not
    /// read all entries of a row with many entries; the database passes those in between.
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id = .. AND created_at < .. ORDER BY id DESC
    /// LIMIT 50`, a SELECT for the later entries, and one that converts the old values to the types of their columns
    ///
    /// `.run(conn)` does the same, for code where another trait also has a method `load`, such as diesel-async's.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the row no longer exists and the trail does not record one of its fields, or if an old
    /// value does not fit the current type of its column; database errors.
    pub fn load<Conn>(self, conn: &mut Conn) -> Result<Option<Past<M>>>
    where
        Self: RunOn<Conn, Output = Option<Past<M>>>,
    {
        self.perform(conn)
    }
}

/// Does the same as [`load`](Self::load).
impl<M: Model> Run for AsOf<M> {
    type Output = Option<Past<M>>;
}

impl<M: Model> Ready for AsOf<M> {}

impl<Conn, M: Model> RunOn<Conn> for AsOf<M>
where
    Conn: SyncConnection<Backend: Recalls<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> Result<Option<Past<M>>> {
        let object_id = self.key.text();
        loop {
            let bound = bound(conn, M::META, &object_id, self.moment)?;
            let Some(mut traced) = traced(conn, M::META, &object_id, bound)? else { return Ok(None) };
            let source = if traced.gone { Source::Nowhere } else { Source::Row(self.key.clone()) };
            if let (true, Source::Nowhere) = (traced.needs_row(), &source) {
                return Err(traced.refusal());
            }
            let row = match recall(conn, source.clone(), traced.cells.clone()) {
                Err(Error::Database(DeserializationError(_))) if !traced.gone => {
                    for misfit in misfits(conn, &self.key, &traced.cells)? {
                        traced.forget(misfit);
                    }
                    recall(conn, source, traced.cells.clone())?
                }
                Err(Error::Database(DeserializationError(error))) => {
                    return Err(match last_misfit(conn, &traced.cells)? {
                        Some(misfit) => unfit(&M::META.fields[misfit]),
                        None => Error::Database(DeserializationError(error)),
                    });
                }
                other => other?,
            };
            let (from_row, unknown) = (traced.needs_row(), traced.unknown());
            // A write between the two reads could leave a value that is newer than the history.
            if from_row && traced.is_outdated(conn, &object_id, bound)? {
                continue;
            }
            let row = row.filter(|row| match self.moment {
                Moment::Version(version) => M::Values::version_of(row) == Some(version),
                Moment::Instant(_) => true,
            });
            return Ok(row.map(|row| Past { row, unknown }));
        }
    }
}

/// A row as it was at an instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Past<M> {
    row: M,
    unknown: Vec<&'static str>,
}

impl<M> Past<M> {
    /// The row.
    pub fn row(&self) -> &M {
        &self.row
    }

    /// The row without the list of unknown fields.
    pub fn into_row(self) -> M {
        self.row
    }

    /// The fields that may have changed since, but whose old value is not in the trail, in the order of the struct:
    /// they have their current value. The list contains masked fields that were changed since, all skipped fields, and
    /// fields whose type can no longer hold the old value. Before the [beginning](crate::AuditLog::begin) of a trail,
    /// it contains all fields, and they have their values at the beginning.
    pub fn unknown(&self) -> &[&'static str] {
        &self.unknown
    }
}

/// The source of the values that the trail does not have.
#[derive(Clone)]
pub(crate) enum Source<K> {
    /// The row with this key.
    Row(K),
    /// The row no longer exists.
    Nowhere,
}

/// A backend that can convert values of the trail to the types of a model's columns, over a connection.
#[diagnostic::on_unimplemented(
    message = "old values of `{M}` cannot be read over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait Recalls<Conn, M: Model>: Dialect {
    /// Reads one row from values of the trail and, for the fields without one, from the row with a key.
    ///
    /// # Errors
    /// Database errors.
    fn recall(conn: &mut Conn, recollection: Recollection<M>) -> Result<Option<M>>;
}

/// The statement that makes a row from values.
#[allow(missing_debug_implementations)]
pub struct Recollection<M: Model> {
    source: Source<M::Key>,
    /// One value for each field, if the trail has it.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    cells: Vec<Option<Cell>>,
    /// The same values as one JSON object, by column.
    #[cfg(feature = "postgres")]
    traced: crate::sql::document::Document,
    /// The columns that held the `null` of JSON.
    #[cfg(feature = "postgres")]
    nulls: crate::meta::column_set::ColumnSet,
}

// The source of the values is part of the text, but not of the type.
statement!([M: Model] Recollection<M>, by_text);

/// Reads a row from the given values and, for the other fields, from the source; none if the source has no row.
pub(crate) fn recall<Conn, M>(conn: &mut Conn, source: Source<M::Key>, cells: Vec<Option<Cell>>) -> Result<Option<M>>
where
    M: Model,
    Conn: LoadConnection<Backend: Recalls<Conn, M>>,
{
    let recollection = Recollection {
        source,
        #[cfg(feature = "postgres")]
        traced: pg::traced(M::META, &cells),
        #[cfg(feature = "postgres")]
        nulls: pg::nulls(&cells),
        #[cfg(any(feature = "sqlite", feature = "mysql"))]
        cells,
    };
    <Conn::Backend as Recalls<Conn, M>>::recall(conn, recollection)
}

/// The fields whose old values the struct can no longer hold, although their columns can: a removed variant of an enum.
/// Each value is read separately, together with the current values of the row.
pub(crate) fn misfits<Conn, M>(conn: &mut Conn, key: &M::Key, cells: &[Option<Cell>]) -> Result<Vec<usize>>
where
    M: Model,
    Conn: LoadConnection<Backend: Recalls<Conn, M>>,
{
    let mut found = Vec::new();
    for index in (0..cells.len()).filter(|index| cells[*index].is_some()) {
        let mut alone = vec![None; cells.len()];
        alone[index].clone_from(&cells[index]);
        match recall::<_, M>(conn, Source::Row(key.clone()), alone) {
            Err(Error::Database(DeserializationError(_))) => found.push(index),
            other => drop(other?),
        }
    }
    Ok(found)
}

/// The same for a removed row, which has no current values. Fields are read in their order, so the error stays the same
/// while fields after the wrong one are NULL, and changes when the wrong one itself is NULL.
pub(crate) fn last_misfit<Conn, M>(conn: &mut Conn, cells: &[Option<Cell>]) -> Result<Option<usize>>
where
    M: Model,
    Conn: LoadConnection<Backend: Recalls<Conn, M>>,
{
    for index in (0..cells.len()).rev().filter(|index| cells[*index].is_some()) {
        let mut without = cells.to_vec();
        without[index] = Some(Cell::Null);
        match recall::<_, M>(conn, Source::Nowhere, without) {
            Err(Error::Database(DeserializationError(error))) if !error.is::<UnexpectedNullError>() => {}
            Err(Error::Database(DeserializationError(_))) | Ok(_) => return Ok(Some(index)),
            Err(other) => return Err(other),
        }
    }
    Ok(None)
}

/// The error for an old value that does not fit the field.
pub(crate) fn unfit(field: &'static crate::meta::Field) -> Error {
    Error::invalid(field.name, "the audit trail holds an old value that the field cannot hold any more")
}

/// Reads a value of the trail for a field.
///
/// # Errors
/// [`Error::Invalid`], which names the field and not the value.
pub(crate) fn cell(field: &'static crate::meta::Field, value: &serde_json::Value) -> Result<Cell> {
    let wrong =
        || Error::invalid(field.name, "the audit trail holds an old value that does not fit the type of the column");
    Cell::read(field.encoding, value).ok_or_else(wrong)
}

#[cfg(feature = "async")]
#[path = "../../../twins/audit/past/mod.rs"]
pub(crate) mod twin;
