//! Patches of sets that return the rows that they have changed.

#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::model::Model;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::operation::Operation;
use crate::sql::dialect::Dialect;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::sql::limit::{BESIDE_KEYS, per_statement};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::sql::lock::still_open;
use crate::sql::on::RowOn;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::sql::rows::load;
use crate::sql::rows::load_rows;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::sql::select::Select;
use crate::sql::state::RequiredState;
use crate::sql::target::ByFilter;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::trail;
use crate::values::Values;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::write::program::{ByKeys, Program, lock_first};
use crate::write::update::plain::{is_held, returning, statement};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::write::update::program::{BeforeAndAfter, write_by_key};
use crate::write::update::statement::UpdateRows;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::write::update::statement::{Changing, Returning};
use crate::write::update::{Rules, significant};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;

/// One statement, on a backend whose writes return rows.
pub(crate) fn plain<Conn, Row, Filter>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    values: &<Row::Model as Model>::Values,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    let meta = <Row::Model as Model>::META;
    let kind = Rules::PATCH.writing(meta, values.columns());
    let significant = significant(meta, values.columns());
    if kind.skips_unchanged && significant.is_empty() {
        return Ok(Vec::new());
    }
    let held = is_held::<Row::Model, _>(conn)?;
    let returning = returning::<Row, Conn::Backend>();
    let update = statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, returning);
    Ok(load_rows(conn, UpdateRows { held, ..update })?)
}

/// Several statements, where a write returns no rows, or the trail needs those before it: one transaction locks the
/// rows that differ, and writes and reads them by their keys.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn program<Conn, Row, Filter>(
    conn: &mut Conn,
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
    let kind = Rules::PATCH.writing(meta, values.columns());
    let significant = significant(meta, values.columns());
    let nothing_to_write = kind.skips_unchanged && significant.is_empty();
    if nothing_to_write || (!meta.is_compared() && <Conn::Backend as Dialect>::RETURNING) {
        return plain(conn, target, &values);
    }
    let compared = BeforeAndAfter::new(kind, meta, values.columns(), &operation);
    operation.transaction(conn, |conn| {
        lock_first::<_, Row::Model>(conn, &operation)?;
        let differing = if kind.skips_unchanged { significant } else { ColumnSet::default() };
        let changing = Changing::<Row, _> { target, values: &values, differing };
        let old: Vec<Row> = load_rows(conn, Select::<Row, _>::locked(&changing))?;
        let keys: Vec<_> = old.iter().map(|row| row.as_model().key()).collect();
        let mut rows = Vec::with_capacity(keys.len());
        for keys in keys.chunks(per_statement::<Conn::Backend>(meta.key.len(), BESIDE_KEYS)) {
            let chunk = ByKeys::<Row>::new(keys);
            if meta.is_compared() {
                let old = load(conn, Select::<Row, _>::locked(&chunk).tracing(compared.columns()))?;
                let (_, entries) = write_by_key::<_, Row>(conn, kind, old, &values, significant, &compared)?;
                trail::insert(conn, meta.content_type, &operation, &entries)?;
            } else {
                let required = RequiredState::Any;
                let update = statement::<Row, _>(kind, &chunk, &values, required, significant, Returning::default());
                if crate::sql::rows::execute(conn, UpdateRows { held: true, ..update })? == 0 {
                    still_open(conn)?;
                }
            }
            rows.extend(load_rows(conn, Select::<Row, _>::locked(&ByKeys::<Row>::new(keys)))?);
        }
        Ok(rows)
    })
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/update/returning.rs"]
pub(crate) mod twin;
