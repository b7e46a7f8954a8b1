//! Audited removals on SQLite and MySQL/MariaDB. One transaction reads the rows, removes them, and inserts the audit
//! rows.

use crate::meta::error::{Error, Result};
use crate::meta::outcome::Outcome;
use crate::model::Model;
use crate::operation::Operation;
use crate::operation::again::Again;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::load;
use crate::sql::select::Select;
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey};
use crate::trail;
use crate::trail::record::WholeRows;
use crate::trail::recorded::Recorded;
use crate::trail::told::withdraw;
use crate::write::hard_delete::plain;
use crate::write::hard_delete::plain::{DeleteRows, audited};
use crate::write::program::{ByKeys, Program, finish_entry, key_chunks, lock_first, read_locked};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;

pub(crate) fn by_key<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    required: RequiredState,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    if !audited::<Row>() {
        return plain::by_key(conn, &target, required, &operation);
    }
    let mut again = Again::new(&operation);
    loop {
        operation.begin(conn)?;
        let removed = remove_audited(conn, &target, required, &operation);
        let is_told = matches!(removed, Ok(Outcome::Changed(_)));
        finish_entry(conn, <Row::Model as Model>::META, &operation, removed.is_ok(), is_told)?;
        if !matches!(removed, Err(Error::Conflict)) || !again.wanted(conn)? {
            return removed;
        }
    }
}

/// What [`by_key`] does in its transaction.
fn remove_audited<Conn, Row>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
    operation: &Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    let meta = <Row::Model as Model>::META;
    let old = match read_locked(conn, target, required, meta.columns(), operation)? {
        Ok(row) => row,
        Err(found) => return Ok(found),
    };
    crate::sql::rows::execute(conn, DeleteRows::<Row, _>::new(target, RequiredState::Any))?;
    trail::insert(conn, meta.content_type, operation, &[WholeRows::new(meta).removed(&old.values)])?;
    Ok(Outcome::Changed(old.row))
}

pub(crate) fn set<Conn, Row, Filter>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: Operation<'_>,
) -> Result<usize>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    if !audited::<Row>() {
        return plain::set(conn, target);
    }
    operation.transaction(conn, |conn| Ok(remove_set(conn, target, &operation)?.0))
}

/// Removes the rows, and returns their last states.
pub(crate) fn set_returning<Conn, Row, Filter>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    if !audited::<Row>() && <Conn::Backend as Dialect>::RETURNING {
        return plain::set_returning(conn, target);
    }
    operation.transaction(conn, |conn| {
        let (_, rows) = remove_set::<_, Row, _>(conn, target, &operation)?;
        Ok(rows.into_iter().map(|removed| removed.row).collect())
    })
}

/// What [`set`] does in its transaction: it returns how many rows were removed, and what they were.
fn remove_set<Conn, Row, Filter>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: &Operation<'_>,
) -> Result<(usize, Vec<Recorded<Row>>)>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    lock_first::<_, Row::Model>(conn, operation)?;
    let old: Vec<Recorded<Row>> = load(conn, Select::<Row, _>::locked(&target))?;
    if old.is_empty() {
        withdraw(conn, <Row::Model as Model>::META)?;
        return Ok((0, old));
    }
    let mut count = 0;
    if <Conn::Backend as Dialect>::RETURNING {
        count = crate::sql::rows::execute(conn, DeleteRows::<Row, _>::new(&target, RequiredState::Any))?;
    } else {
        // Rows that were inserted after the SELECT may match the filter, but were not read, so the DELETE names the
        // rows by key.
        for keys in key_chunks::<Conn::Backend, Row>(&old, 0) {
            let chunk = ByKeys::<Row>::new(&keys);
            count += crate::sql::rows::execute(conn, DeleteRows::<Row, _>::new(&chunk, RequiredState::Any))?;
        }
    }
    let meta = <Row::Model as Model>::META;
    if meta.audited {
        let whole = WholeRows::new(meta);
        let rows: Vec<_> = old.iter().map(|row| whole.removed(&row.values)).collect();
        trail::insert(conn, meta.content_type, operation, &rows)?;
    }
    Ok((count, old))
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/hard_delete/program.rs"]
pub(crate) mod twin;
