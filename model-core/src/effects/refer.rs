//! Rows that refer to rows which are deleted or removed, and stay: they refuse it, or lose their reference.

use crate::effects::guards::Guards;
use crate::effects::impact::{Effect, Impact};
use crate::effects::touching;
use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::model::Model;
use crate::operation::Operation;
use crate::query::relations::belongs_to::{BelongsTo, Nullable};
use crate::sql::count::CountRows;
use crate::sql::dialect::Dialect;
use crate::sql::lock::is_nested;
use crate::sql::on::ModelOn;
use crate::sql::rows::{Number, load};
use crate::sql::target::ByFilter;
use crate::values::Values;
use crate::write::backend::StoresSets;
use crate::write::update::Rules;
use diesel::connection::LoadConnection;

/// Refuses if a clause selects any row.
pub(crate) fn refuse_if_any<Conn, M, Filter>(conn: &mut Conn, clause: Filter) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
    Filter: diesel::query_builder::QueryFragment<Conn::Backend>,
{
    let lock = if is_nested(conn)? { Conn::Backend::COUNT_LOCK } else { "" };
    let counted: Vec<Number> = load(conn, CountRows::<M, Filter>::new(clause).locked(lock))?;
    match counted.first().map_or(0, Number::count) {
        0 => Ok(()),
        count => Err(Error::Restricted { by: M::META.name, count }),
    }
}

/// Sets the reference to NULL in the rows that a clause selects.
pub(crate) fn detach<Conn, M, P, C, Filter>(
    conn: &mut Conn,
    clause: Filter,
    operation: Operation<'_>,
) -> Result<Option<Impact>>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable> + ModelOn<Conn::Backend> + Model<References: Guards<Conn, M>>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, Filter>>,
{
    let operation = operation.as_action(Action::Patch);
    let mut values = M::Values::default();
    M::detach(&mut values);
    operation.fill(|fill| values.fill_patch(fill))?;
    let target = ByFilter::new(clause);
    let count = touching::update_set::<Conn::Backend, Conn, M, Filter>(conn, Rules::PATCH, target, values, operation)?;
    let impact = Impact::of(M::META.name, count, Effect::Detached);
    Ok((count > 0).then_some(impact))
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/refer.rs"]
pub(crate) mod twin;
