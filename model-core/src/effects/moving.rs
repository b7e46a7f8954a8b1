//! Patches that give a row another parent.

use crate::effects::guards::{Guards, GuardsMoves, ReferencesOf};
use crate::effects::written::kept;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::Model;
use crate::operation::Operation;
use crate::sql::on::RowOn;
use crate::sql::rows::load;
use crate::sql::target::ByKey;
use crate::values::ValuesOf;
use crate::write::backend::Stores;
use crate::write::update::Rules;
use diesel::connection::LoadConnection;

/// Checks the new parents, and patches the row. The transaction is the caller's.
pub(crate) fn patch<DB, Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &ValuesOf<Row>,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: Guards<Conn, Row::Model> + GuardsMoves<DB, Row::Model, ByKey<Row>>,
{
    let scoped = <ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::SCOPED;
    if scoped {
        for number in 0..<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::COUNT {
            let Some((states, refusal)) = ReferencesOf::<Row>::check_of(number, &target, values) else {
                continue;
            };
            refusal.check(load(conn, states)?)?;
        }
    }
    // This writes the parents too, where that is asked for.
    if !scoped || const { Row::Model::WRITES_PARENTS && DB::LOCKS_ARE_LOCAL } {
        ReferencesOf::<Row>::check_values(conn, std::slice::from_ref(values))?;
    }
    let patched = <DB as Stores<Conn, Row>>::update(conn, Rules::PATCH, target, values, operation);
    kept::<Row::Model, _, _>(conn, patched)
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/moving.rs"]
pub(crate) mod twin;
