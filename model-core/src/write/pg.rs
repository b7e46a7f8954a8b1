//! The shared parts of PostgreSQL's statements, and how their rows are read.

use crate::meta::outcome::Outcome;
use crate::meta::{Meta, Role};
use crate::model::Manager;
use crate::sql::code::RowCode;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::{Coded, Number};
use crate::sql::state::RequiredState;
use crate::sql::target::AnyClause;
use crate::sql::{At, Names};
use crate::trail::pg::{NEW, OLD};
use diesel::QueryResult;
use diesel::deserialize::{self, QueryableByName};
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::row::NamedRow;
use diesel::sql_types::{BigInt, Nullable};

/// The result of a write to one row on PostgreSQL, when the caller runs the statement without `.run(conn)`. An empty
/// result means that the row does not exist.
#[derive(Debug)]
pub struct Written<Row>(Coded<Row>);

impl<Row: Manager> Written<Row> {
    /// The outcome of a write that needs a live row (a patch, a deletion).
    pub fn of_live(self) -> Outcome<Row> {
        self.0.outcome(RequiredState::Live)
    }

    /// The outcome of a write that needs a deleted row (a restoration).
    pub fn of_deleted(self) -> Outcome<Row> {
        self.0.outcome(RequiredState::Deleted)
    }
}

impl<Row: RowOn<Pg>> QueryableByName<Pg> for Written<Row> {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        Coded::build(row).map(Self)
    }
}

/// How many rows a write to a set has changed on PostgreSQL, when the caller runs the statement without `.run(conn)`.
#[derive(Debug)]
pub struct WrittenCount(Number);

impl WrittenCount {
    /// The number of rows.
    pub fn count(self) -> usize {
        self.0.count()
    }
}

impl QueryableByName<Pg> for WrittenCount {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        Number::build(row).map(Self)
    }
}

/// The name under which the old row carries the expected version.
const EXPECTED: &str = "expected.version";

/// The version column of a model, if the write checks it: a write to one row does.
fn checked(meta: &Meta, single: bool) -> Option<usize> {
    meta.with_role(Role::Version).filter(|_| single)
}

fn push_expected_name(out: &mut AstPass<'_, '_, Pg>) -> QueryResult<()> {
    out.push_identifier(OLD)?;
    out.push_sql(".");
    out.push_identifier(EXPECTED)
}

/// Pushes `, 3 AS "expected.version"` after the columns of the old row: it is bound once, and NULL accepts any version,
/// so that the text is the same for every write of this kind.
pub(crate) fn push_expected<'b>(
    names: Names<'b, Pg>,
    target: &'b dyn AnyClause<Pg>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    if checked(names.meta, target.is_single()).is_none() {
        return Ok(());
    }
    out.push_sql(", ");
    match target.version() {
        Some(version) => Pg::bigint(version, out)?,
        None => out.push_bind_param::<Nullable<BigInt>, _>(&None::<i64>)?,
    }
    out.push_sql(" AS ");
    out.push_identifier(EXPECTED)
}

/// Pushes the test whether the old row has the expected version.
pub(crate) fn push_is_expected<'b>(
    names: Names<'b, Pg>,
    single: bool,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    let Some(version) = checked(names.meta, single) else { return Ok(()) };
    out.push_sql(" AND (");
    push_expected_name(out)?;
    out.push_sql(" IS NULL OR ");
    names.column(At::Cte(OLD), version, out)?;
    out.push_sql(" = ");
    push_expected_name(out)?;
    out.push_sql(")");
    Ok(())
}

/// Pushes the result for a row that was not written: its state, and the expected version.
pub(crate) fn push_found<'b>(
    names: Names<'b, Pg>,
    required: RequiredState,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    names.state(At::Cte(OLD), required, out)?;
    if checked(names.meta, true).is_some() {
        out.push_sql(", ");
        push_expected_name(out)?;
    }
    Ok(())
}

/// Pushes ` FROM articles WHERE .. [ORDER BY id] FOR UPDATE`: it locks the rows of a target in the order of their keys.
pub(crate) fn push_locked<'b>(
    names: Names<'b, Pg>,
    target: &'b dyn AnyClause<Pg>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    out.push_sql(" FROM ");
    names.table(out)?;
    target.push_where(out)?;
    if !target.is_single() {
        out.push_sql(" ORDER BY ");
        names.key_columns(At::Table, out)?;
    }
    out.push_sql(" FOR UPDATE");
    Ok(())
}

/// Pushes the result of a write: for a set the number of written rows, for one row its new state and a code.
pub(crate) fn push_result<'b>(
    names: Names<'b, Pg>,
    single: bool,
    required: RequiredState,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    if !single {
        out.push_sql(" SELECT COUNT(*) FROM \"model_new\"");
        return Ok(());
    }
    out.push_sql(" SELECT ");
    names.columns(At::Cte(NEW), out)?;
    out.push_sql(", ");
    out.push_sql(RowCode::Changed.sql());
    if checked(names.meta, single).is_some() {
        out.push_sql(", NULL::bigint");
    }
    out.push_sql(" FROM \"model_new\" UNION ALL SELECT ");
    names.columns(At::Cte(OLD), out)?;
    push_found(names, required, out)?;
    out.push_sql(" FROM \"model_old\" WHERE NOT EXISTS (SELECT 1 FROM \"model_new\")");
    Ok(())
}
