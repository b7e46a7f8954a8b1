//! Audited or logged updates on SQLite and MySQL/MariaDB, which need several statements.
//!
//! One transaction reads and locks the old rows, writes, reads the new rows unless they are known, inserts the audit
//! rows, and appends to the logs of changes.

use crate::meta::Meta;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::{Error, Result};
use crate::meta::outcome::Outcome;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::operation::again::Again;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::limit::{BESIDE_KEYS, per_statement};
use crate::sql::lock::still_open;
use crate::sql::on::ModelOn;
use crate::sql::on::RowOn;
use crate::sql::rows::{load, load_one, load_rows};
use crate::sql::select::{Select, SelectOne};
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey, Clause};
use crate::trail;
use crate::trail::change_log::append::Appends;
use crate::trail::record::{TracedChanges, UniformChanges};
use crate::trail::recorded::{Recorded, Traced};
use crate::trail::snapshot::Snapshot;
use crate::trail::told::withdraw;
use crate::values::{BindValues, Values};
use crate::write::program::{ByKeys, Program, finish_entry, key_chunks, lock_first, read_locked};
use crate::write::update::plain;
use crate::write::update::plain::{returning, statement};
use crate::write::update::statement::{Changing, Returning, UpdateRows};
use crate::write::update::{Rules, significant};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use std::borrow::Cow;
use std::collections::HashMap;

/// The uses of the rows before and after a write.
pub(super) struct BeforeAndAfter {
    /// For an audited model.
    pub(super) trail: Option<TracedChanges>,
    /// For a model with a log of changes.
    pub(super) log: Option<Appends>,
}

impl BeforeAndAfter {
    pub(super) fn new(kind: Rules, meta: &'static Meta, written: ColumnSet, operation: &Operation<'_>) -> Self {
        let trail = meta.audited.then(|| TracedChanges::new(meta, written, kind.is_touch));
        Self { trail, log: Appends::of(meta, written, operation) }
    }

    /// The columns whose values before and after the write are needed.
    pub(super) fn columns(&self) -> ColumnSet {
        let columns = [self.trail.as_ref().map(TracedChanges::columns), self.log.as_ref().map(Appends::columns)];
        columns.into_iter().flatten().fold(ColumnSet::default(), ColumnSet::union)
    }
}

impl BeforeAndAfter {
    /// Writes the audit row of a changed row. Returns the entry to append to the row's log of changes, if there is one.
    fn record<Conn>(
        &self,
        conn: &mut Conn,
        meta: &'static Meta,
        operation: &Operation<'_>,
        old: &Snapshot,
        new: &Snapshot,
    ) -> Result<Option<(&Appends, String)>>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        match self.trail.as_ref().and_then(|trail| trail.row(old, new)) {
            Some(row) => trail::insert(conn, meta.content_type, operation, &[row])?,
            None => withdraw(conn, meta)?,
        }
        let Some(log) = &self.log else { return Ok(None) };
        Ok(log.entry(old, new)?.map(|text| (log, text)))
    }
}

pub(crate) fn by_key<Conn, Row>(
    conn: &mut Conn,
    kind: Rules,
    target: ByKey<Row>,
    values: &<Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    let meta = <Row::Model as Model>::META;
    let kind = kind.writing_one(meta, values.columns(), &operation);
    let significant = significant(meta, values.columns());
    if !meta.is_compared() || (kind.skips_unchanged && significant.is_empty()) {
        return plain::by_key::<_, _>(conn, kind, &target, values, &operation);
    }
    let compared = BeforeAndAfter::new(kind, meta, values.columns(), &operation);
    let traced = compared.columns();
    let returning = Returning { traced: Some(traced.to_number()), ..returning::<Row, Conn::Backend>() };
    let mut again = Again::new(&operation);
    loop {
        let update = held(statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, returning));
        operation.begin(conn)?;
        let written = write_compared(conn, kind.required.of::<Row::Model>(), update, &compared, &operation);
        let is_told = matches!(written, Ok(Outcome::Changed(_)));
        finish_entry(conn, meta, &operation, written.is_ok(), is_told)?;
        if !matches!(written, Err(Error::Conflict)) || !again.wanted(conn)? {
            return written;
        }
    }
}

/// The same statement, which writes only while its transaction is open.
fn held<Row: Manager, T>(update: UpdateRows<'_, Row, T>) -> UpdateRows<'_, Row, T> {
    UpdateRows { held: true, ..update }
}

/// What [`by_key`] does in its transaction.
fn write_compared<Conn, Row>(
    conn: &mut Conn,
    required: RequiredState,
    update: UpdateRows<'_, Row, ByKey<Row>>,
    compared: &BeforeAndAfter,
    operation: &Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    let (target, traced) = (update.target, compared.columns());
    let old = match read_locked(conn, target, required, traced, operation)? {
        Ok(row) => row,
        Err(found) => return Ok(found),
    };
    let new: Option<Recorded<Row>> = if <Conn::Backend as Dialect>::RETURNING {
        load_one(conn, update)?
    } else if crate::sql::rows::execute(conn, update)? == 0 {
        still_open(conn)?;
        None
    } else {
        load_one(conn, SelectOne::locked(target).tracing(traced))?
    };
    let Some(new) = new else { return Ok(Outcome::Unchanged(old.row)) };
    match compared.record(conn, <Row::Model as Model>::META, operation, &old.values, &new.values)? {
        None => Ok(Outcome::Changed(new.row)),
        Some((log, text)) => Ok(log.append_returning(conn, target, &text)?.map_or(Outcome::NotFound, Outcome::Changed)),
    }
}

pub(crate) fn set<Conn, Row, Filter>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<usize>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    let meta = <Row::Model as Model>::META;
    let kind = kind.writing(meta, values.columns());
    let significant = significant(meta, values.columns());
    if !meta.is_compared() || (kind.skips_unchanged && significant.is_empty()) {
        return plain::set::<_, _, _>(conn, kind, target, &values);
    }
    let compared = BeforeAndAfter::new(kind, meta, values.columns(), &operation);
    operation.transaction(conn, |conn| {
        lock_first::<_, Row::Model>(conn, &operation)?;
        let (count, rows) = match &compared {
            // The keys of the rows are only needed when each row is written separately.
            BeforeAndAfter { trail: Some(trail), log: None } if <Conn::Backend as Dialect>::RETURNING => {
                write_set::<_, _, _>(conn, kind, target, &values, significant, trail)?
            }
            _ => {
                let old = load(conn, Select::<Row, _>::locked(&target).tracing(compared.columns()))?;
                write_by_key::<_, Row>(conn, kind, old, &values, significant, &compared)?
            }
        };
        trail::insert(conn, meta.content_type, &operation, &rows)?;
        if rows.is_empty() {
            withdraw(conn, meta)?;
        }
        Ok(count)
    })
}

/// The same, and returns the rows that were changed. One transaction locks the rows that differ, and writes and reads
/// them by their keys.
pub(crate) fn set_returning<Conn, Row, Filter>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    let meta = <Row::Model as Model>::META;
    let kind = kind.writing(meta, values.columns());
    let significant = significant(meta, values.columns());
    let nothing_to_write = kind.skips_unchanged && significant.is_empty();
    if nothing_to_write || (!meta.is_compared() && <Conn::Backend as Dialect>::RETURNING) {
        return plain::set_returning(conn, kind, target, &values);
    }
    let compared = BeforeAndAfter::new(kind, meta, values.columns(), &operation);
    operation.transaction(conn, |conn| {
        lock_first::<_, Row::Model>(conn, &operation)?;
        let differing = if kind.skips_unchanged { significant } else { ColumnSet::default() };
        let changing = Changing::<Row, _> { target, values: &values, differing };
        let old: Vec<Recorded<Row>> = load(conn, Select::<Row, _>::locked(&changing).tracing(compared.columns()))?;
        let keys: Vec<_> = old.iter().map(|old| old.row.as_model().key()).collect();
        let (_, entries) = write_by_key::<_, Row>(conn, kind, old, &values, significant, &compared)?;
        trail::insert(conn, meta.content_type, &operation, &entries)?;
        if entries.is_empty() {
            withdraw(conn, meta)?;
        }
        let mut rows = Vec::with_capacity(keys.len());
        for keys in keys.chunks(per_statement::<Conn::Backend>(meta.key.len(), BESIDE_KEYS)) {
            rows.extend(load_rows(conn, Select::<Row, _>::locked(&ByKeys::<Row>::new(keys)))?);
        }
        Ok(rows)
    })
}

/// Writes rows, and returns how many were changed, with their audit rows. It reads only the columns that these need,
/// and reads nothing after the write if all new values are known.
fn write_set<Conn, Row, Filter>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: &<Row::Model as Model>::Values,
    significant: ColumnSet,
    changes: &TracedChanges,
) -> Result<(usize, Vec<trail::AuditRow>)>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    let columns = changes.columns();
    let old: Vec<Traced<Row::Model>> = load(conn, Select::<Row, _>::locked(&target).only(columns))?;
    if old.is_empty() {
        return Ok((0, Vec::new()));
    }
    let Some(given) = UniformChanges::new(changes, values, <Conn::Backend as Dialect>::stores_verbatim) else {
        let returning = Returning { columns, traced: Some(columns.to_number()) };
        let new = load(conn, statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, returning))?;
        return Ok((new.len(), compare::<Row::Model>(changes, old.iter().map(|row| &row.values), &new)));
    };
    let update = statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, Returning::default());
    let count = crate::sql::rows::execute(conn, update)?;
    let written = |row: &&Traced<Row::Model>| !kind.skips_unchanged || given.differs(significant, &row.values);
    let differing: Vec<_> = old.iter().filter(written).collect();
    if count == differing.len() {
        return Ok((count, differing.into_iter().filter_map(|row| given.row(&row.values)).collect()));
    }
    // A trigger has skipped rows (`RAISE(IGNORE)`), or the database distinguishes values that are equal in JSON. The
    // current values show which rows were written.
    let written = Holding::<Row> { values };
    let new = load(conn, Select::<Row, _>::locked(&written).only(columns))?;
    Ok((count, compare::<Row::Model>(changes, old.iter().map(|row| &row.values), &new)))
}

/// The rows that hold all of these values.
struct Holding<'v, Row: Manager> {
    values: &'v <Row::Model as Model>::Values,
}

impl<Row, DB> Clause<DB> for Holding<'_, Row>
where
    DB: Dialect,
    Row: Manager<Model: ModelOn<DB>>,
{
    type Rows = Row;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        sql::separated(self.values.columns().iter(), " AND ", out, |index, out| {
            out.push_sql("NOT (");
            DB::differ(
                <Row::Model as Model>::META.fields[index].encoding,
                |out| sql::qualified::<Row::Model, DB>(At::Table, index, out),
                |out| self.values.bind(index, out.reborrow()),
                out,
            )?;
            out.push_sql(")");
            Ok(())
        })
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }
}

/// The same without RETURNING, or with logs of changes, for rows that are read and locked. It names them by key,
/// because the filter may no longer match them after the write.
fn write_by_key<Conn, Row>(
    conn: &mut Conn,
    kind: Rules,
    old: Vec<Recorded<Row>>,
    values: &<Row::Model as Model>::Values,
    significant: ColumnSet,
    compared: &BeforeAndAfter,
) -> Result<(usize, Vec<trail::AuditRow>)>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    let traced = compared.columns();
    let mut count = 0;
    let mut new = Vec::with_capacity(old.len());
    // An expression may bind any number of values.
    let computed = if values.computed().is_empty() { 0 } else { BESIDE_KEYS };
    for keys in key_chunks::<Conn::Backend, Row>(&old, 2 * values.columns().iter().count() + computed) {
        let chunk = ByKeys::<Row>::new(&keys);
        let update = statement::<Row, _>(kind, &chunk, values, RequiredState::Any, significant, Returning::default());
        let written = crate::sql::rows::execute(conn, held(update))?;
        if written == 0 {
            still_open(conn)?;
        }
        count += written;
        new.extend(load::<_, _, Traced<Row::Model>>(conn, Select::<Row, _>::locked(&chunk).only(traced))?);
    }
    if let Some(log) = &compared.log {
        append_to_each(conn, log, &old, &new)?;
    }
    let rows = compared.trail.as_ref().map(|trail| compare(trail, old.iter().map(|row| &row.values), &new));
    Ok((count, rows.unwrap_or_default()))
}

/// Appends to the log of each row that was changed.
pub(super) fn append_to_each<Conn, Row>(
    conn: &mut Conn,
    log: &Appends,
    old: &[Recorded<Row>],
    new: &[Traced<Row::Model>],
) -> Result<()>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    let after = by_id(new);
    for Recorded { row, values } in old {
        let Some(new) = after.get(&values.object_id(<Row::Model as Model>::META)) else { continue };
        if let Some(text) = log.entry(values, new)? {
            log.append(conn, &ByKey::<Row>::new(row.as_model().key()), &text)?;
        }
    }
    Ok(())
}

/// Rows by their keys as text.
fn by_id<M: Model>(rows: &[Traced<M>]) -> HashMap<Cow<'_, str>, &Snapshot> {
    rows.iter().map(|row| (row.values.object_id(M::META), &row.values)).collect()
}

/// The audit rows of the written rows, from the current state of these rows and possibly others.
pub(super) fn compare<'r, M: Model>(
    changes: &TracedChanges,
    old: impl Iterator<Item = &'r Snapshot>,
    new: &[Traced<M>],
) -> Vec<trail::AuditRow> {
    let mut after = by_id(new);
    old.filter_map(|old| changes.row(old, after.remove(&old.object_id(M::META))?)).collect()
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/update/program.rs"]
pub(crate) mod twin;
