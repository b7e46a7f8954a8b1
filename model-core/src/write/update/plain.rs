//! Updates without audit rows: one statement on every backend, and a second one that reads the row back if the first
//! cannot return it.

use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::sql::dialect::Dialect;
use crate::sql::find::found;
use crate::sql::lock::is_in_transaction;
use crate::sql::on::RowOn;
use crate::sql::rows::{load_row, load_rows};
use crate::sql::select::SelectOne;
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey};
use crate::values::Values;
use crate::write::update::statement::{Returning, UpdateRows};
use crate::write::update::{Rules, significant};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;

pub(crate) fn by_key<Conn, Row>(
    conn: &mut Conn,
    kind: Rules,
    target: &ByKey<Row>,
    values: &<Row::Model as Model>::Values,
    operation: &Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    let kind = kind.writing_one(<Row::Model as Model>::META, values.columns(), operation);
    let significant = significant(<Row::Model as Model>::META, values.columns());
    let nothing_to_write = kind.skips_unchanged && significant.is_empty();
    let written = match nothing_to_write {
        true => None,
        false => write::<_, _>(conn, kind, target, values, significant, operation)?,
    };
    match written {
        Some(row) => Ok(Outcome::Changed(row)),
        None => found(conn, target, kind.required.of::<Row::Model>()),
    }
}

/// Writes one row, if it is in the required state and differs, and returns its new state.
pub(crate) fn write<Conn, Row>(
    conn: &mut Conn,
    kind: Rules,
    target: &ByKey<Row>,
    values: &<Row::Model as Model>::Values,
    significant: ColumnSet,
    operation: &Operation<'_>,
) -> Result<Option<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    let required = kind.required.of::<Row::Model>();
    let held = is_held::<Row::Model, _>(conn)?;
    let update = statement::<Row, _>(kind, target, values, required, significant, returning::<Row, Conn::Backend>());
    let update = UpdateRows { held, ..update };
    Ok(if <Conn::Backend as Dialect>::RETURNING {
        load_row(conn, update)?
    } else if kind.tells_state {
        // The transaction ensures that a row that is returned as deleted has not been restored in between, and vice
        // versa.
        operation.transaction(conn, |conn| match crate::sql::rows::execute(conn, update)? {
            0 => Ok(None),
            _ => Ok(load_row(conn, SelectOne::locked(target))?),
        })?
    } else if crate::sql::rows::execute(conn, update)? == 0 {
        None
    } else {
        // The UPDATE has decided whether the row is changed. Nothing has to be undone, so the current state of the row
        // is returned.
        load_row(conn, SelectOne::unlocked(target))?
    })
}

pub(crate) fn set<Conn, Row, Filter>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: &<Row::Model as Model>::Values,
) -> Result<usize>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    let kind = kind.writing(<Row::Model as Model>::META, values.columns());
    let significant = significant(<Row::Model as Model>::META, values.columns());
    if kind.skips_unchanged && significant.is_empty() {
        return Ok(0);
    }
    let held = is_held::<Row::Model, _>(conn)?;
    let update = statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, Returning::default());
    let update = UpdateRows { held, ..update };
    Ok(crate::sql::rows::execute(conn, update)?)
}

/// The same, and returns the rows: one statement, on a backend whose writes return rows.
pub(crate) fn set_returning<Conn, Row, Filter>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: &<Row::Model as Model>::Values,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    let meta = <Row::Model as Model>::META;
    let kind = kind.writing(meta, values.columns());
    let significant = significant(meta, values.columns());
    if kind.skips_unchanged && significant.is_empty() {
        return Ok(Vec::new());
    }
    let held = is_held::<Row::Model, _>(conn)?;
    let returning = returning::<Row, Conn::Backend>();
    let update = statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, returning);
    Ok(load_rows(conn, UpdateRows { held, ..update })?)
}

/// Whether an update must not be written after the server has ended its transaction: it follows the writes to the
/// parents.
fn is_held<M: Model, Conn: LoadConnection>(conn: &mut Conn) -> Result<bool> {
    Ok(M::WRITES_PARENTS && is_in_transaction(conn)?)
}

/// The columns that a write to one row returns, if the backend can return them.
pub(crate) fn returning<Row: Manager, DB: Dialect>() -> Returning {
    match DB::RETURNING {
        true => Returning { columns: <Row::Model as Model>::META.columns(), traced: None },
        false => Returning::default(),
    }
}

/// The UPDATE of a kind. For a set, its scope already ensures the state.
pub(crate) fn statement<'s, Row, T>(
    kind: Rules,
    target: &'s T,
    values: &'s <Row::Model as Model>::Values,
    required: RequiredState,
    significant: ColumnSet,
    returning: Returning,
) -> UpdateRows<'s, Row, T>
where
    Row: Manager,
{
    UpdateRows {
        target,
        values,
        required,
        significant: if kind.skips_unchanged { significant } else { ColumnSet::default() },
        returning,
        held: false,
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/update/plain.rs"]
pub(crate) mod twin;
