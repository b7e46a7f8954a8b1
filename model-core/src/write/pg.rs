//! What the statements of PostgreSQL share, and how their rows are read.

use super::find::push_state;
use super::rows::{Coded, RowOn};
use super::target::Clause;
use super::verbs::Needs;
use crate::audit::pg::{NEW, OLD};
use crate::model::ModelOn;
use crate::outcome::Outcome;
use crate::sql::{self, At};
use diesel::QueryResult;
use diesel::deserialize::{self, QueryableByName};
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::row::NamedRow;

/// What the statement of a write to one row gives back on PostgreSQL, where it is run by other means than
/// `.run(conn)`. No row at all means that there is no such row.
#[derive(Debug)]
pub struct Written<R>(Coded<R>);

impl<R> Written<R> {
    /// What a write that needs a live row (a patch, a deletion) found.
    pub fn of_live(self) -> Outcome<R> {
        self.0.outcome(Needs::Live)
    }

    /// What a write that needs a deleted row (a restoration) found.
    pub fn of_deleted(self) -> Outcome<R> {
        self.0.outcome(Needs::Deleted)
    }
}

impl<R: RowOn<Pg>> QueryableByName<Pg> for Written<R> {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        Coded::build(row).map(Self)
    }
}

/// Pushes ` FROM articles WHERE .. [ORDER BY id] FOR UPDATE`: the rows of a target, locked in the order of their keys.
pub(crate) fn push_locked<'b, M, T>(target: &'b T, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()>
where
    M: ModelOn<Pg>,
    T: Clause<Pg>,
{
    out.push_sql(" FROM ");
    sql::table::<M, Pg>(out)?;
    target.push(out)?;
    if !T::SINGLE {
        out.push_sql(" ORDER BY ");
        sql::key_columns::<M, Pg>(At::Table, out)?;
    }
    out.push_sql(" FOR UPDATE");
    Ok(())
}

/// Pushes what a write gives back: how many rows of a set were written; of one row the row as it is now, and what
/// became of it.
pub(crate) fn push_result<M: ModelOn<Pg>>(
    single: bool,
    needs: Needs,
    out: &mut AstPass<'_, '_, Pg>,
) -> QueryResult<()> {
    if !single {
        out.push_sql(" SELECT COUNT(*) FROM \"model_new\"");
        return Ok(());
    }
    out.push_sql(" SELECT ");
    sql::columns::<M, Pg>(At::Cte(NEW), out)?;
    out.push_sql(", 1 FROM \"model_new\" UNION ALL SELECT ");
    sql::columns::<M, Pg>(At::Cte(OLD), out)?;
    push_state::<M, Pg>(At::Cte(OLD), needs, out)?;
    out.push_sql(" FROM \"model_old\" WHERE NOT EXISTS (SELECT 1 FROM \"model_new\")");
    Ok(())
}
