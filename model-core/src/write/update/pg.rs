//! Updates on PostgreSQL: one statement, audited or not, logged or not.
//!
//! ```sql
//! WITH "model_old" AS (
//!     SELECT "articles"."id", .., $1 AS "new.title", $2 AS "new.updated_at"
//!     FROM "articles" WHERE "articles"."id" = $3 FOR UPDATE
//! ), "model_new" AS (
//!     UPDATE "articles" SET "title" = "model_old"."new.title", .. FROM "model_old"
//!     WHERE "articles"."id" = "model_old"."id" AND "model_old"."deleted_at" IS NULL
//!       AND ("model_old"."title"::text IS DISTINCT FROM "model_old"."new.title"::text)
//!     RETURNING "articles"."id", .., "model_old"."title" AS "old.title", ..
//! ), "model_log" AS (
//!     INSERT INTO audit_logs (..) SELECT .. FROM "model_new" WHERE <something differs>
//! )
//! SELECT .., 1 FROM "model_new"
//! UNION ALL SELECT .., <what was found instead> FROM "model_old" WHERE NOT EXISTS (SELECT FROM "model_new")
//! ```
//!
//! A log of changes is one more column of the UPDATE: `changes = CASE WHEN .. THEN "model_old"."changes" || .. END`.
//!
//! The `FOR UPDATE` makes the old values correct: without it, a row that another transaction changes in the meantime is
//! updated in its new state, but logged as it was when the statement began.

use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::sql;
use crate::sql::document::Document;
use crate::sql::on::ModelOn;
use crate::sql::on::RowOn;
use crate::sql::rows::{Coded, Number, load_rows, read_one, statement};
use crate::sql::state::RequiredState;
use crate::sql::target::{AnyClause, ByFilter, ByKey, Clause, push_status};
use crate::sql::{AnyValues, At, Names};
use crate::trail::change_log::entry::head;
use crate::trail::pg as audit;
use crate::values::Values;
use crate::write::pg::{push_expected, push_found, push_is_expected, push_locked, push_result};
use crate::write::update::statement::push_value;
use crate::write::update::{Rules, plain, significant};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use std::any::TypeId;
use std::marker::PhantomData;
use std::ops::Deref;

const OLD: At = At::Cte(audit::OLD);
const NEW: At = At::Cte(audit::NEW);

/// The verb of a statement, as a part of its type.
pub trait UpdateKind: 'static {
    /// The rules of the verb.
    const RULES: Rules;
}

/// Sets other values.
#[derive(Debug, Clone, Copy)]
pub enum PatchKind {}

impl UpdateKind for PatchKind {
    const RULES: Rules = Rules::PATCH;
}

/// Marks the row as deleted.
#[derive(Debug, Clone, Copy)]
pub enum DeleteKind {}

impl UpdateKind for DeleteKind {
    const RULES: Rules = Rules::DELETE;
}

/// Removes the mark.
#[derive(Debug, Clone, Copy)]
pub enum RestoreKind {}

impl UpdateKind for RestoreKind {
    const RULES: Rules = Rules::RESTORE;
}

/// An update as one statement of PostgreSQL. Its rows are read as [`Written`](crate::write::pg::Written); for a set,
/// the only row is a [`WrittenCount`](crate::write::pg::WrittenCount).
#[must_use = "a statement does nothing until it is run"]
#[allow(missing_debug_implementations)]
pub struct PgUpdate<'a, M: Model, T, Kind> {
    target: T,
    values: Held<'a, M::Values>,
    significant: ColumnSet,
    operation: Operation<'a>,
    /// The part that the entries in the change logs share, if the model has a change log.
    head: Option<Document>,
    rules: Rules,
    /// Whether the statement for a set returns the rows, and not how many they are.
    returns_rows: bool,
    kind: PhantomData<fn() -> Kind>,
}

/// Values that a statement borrows, or owns because it outlives the call that makes it.
enum Held<'a, V> {
    Owned(V),
    Borrowed(&'a V),
}

impl<V> Deref for Held<'_, V> {
    type Target = V;

    fn deref(&self) -> &V {
        match self {
            Self::Owned(values) => values,
            Self::Borrowed(values) => values,
        }
    }
}

impl<'a, M: Model, T, Kind: UpdateKind> PgUpdate<'a, M, T, Kind> {
    pub(crate) fn new(target: T, values: M::Values, operation: Operation<'a>) -> Self {
        Self::of(Kind::RULES, target, Held::Owned(values), operation)
    }

    fn of(rules: Rules, target: T, values: Held<'a, M::Values>, operation: Operation<'a>) -> Self {
        let rules = rules.writing_one(M::META, values.columns(), &operation);
        let significant = significant(M::META, values.columns());
        let head = M::META.change_log().map(|_| head(&operation));
        Self { target, values, significant, operation, head, rules, returns_rows: false, kind: PhantomData }
    }
}

statement!(['a, M: Model, T, Kind] PgUpdate<'a, M, T, Kind>);

impl<M: Model, T: QueryId, Kind: UpdateKind> QueryId for PgUpdate<'_, M, T, Kind> {
    type QueryId = PgUpdate<'static, M, T::QueryId, Kind>;
    const HAS_STATIC_QUERY_ID: bool = Kind::RULES.fixed && T::HAS_STATIC_QUERY_ID;
}

impl<M, T, Kind> QueryFragment<Pg> for PgUpdate<'_, M, T, Kind>
where
    M: ModelOn<Pg>,
    T: Clause<Pg, Rows: Manager<Model = M>>,
    Kind: UpdateKind,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let body = Body {
            names: sql::names::<M, Pg>(),
            target: &self.target,
            values: &*self.values,
            significant: self.significant,
            operation: &self.operation,
            head: self.head.as_ref(),
            rules: self.rules,
            returns_rows: self.returns_rows,
            required: if T::SINGLE { self.rules.required.of::<M>() } else { RequiredState::Any },
        };
        body.push(&mut out)
    }
}

/// An update of any model.
#[derive(Clone, Copy)]
pub(super) struct Body<'b> {
    pub(super) names: Names<'b, Pg>,
    pub(super) target: &'b dyn AnyClause<Pg>,
    pub(super) values: &'b dyn AnyValues<Pg>,
    pub(super) significant: ColumnSet,
    pub(super) operation: &'b Operation<'b>,
    pub(super) head: Option<&'b Document>,
    pub(super) rules: Rules,
    pub(super) returns_rows: bool,
    /// The state that a row has to be in; the scope of a set already ensures it.
    pub(super) required: RequiredState,
}

impl<'b> Body<'b> {
    pub(super) fn push(self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH \"model_old\" AS (");
        self.push_old(out)?;
        if self.rules.skips_unchanged && self.significant.is_empty() {
            out.push_sql(")");
            return self.push_nothing_to_write(out);
        }
        out.push_sql("), \"model_new\" AS (");
        self.push_new(out)?;
        out.push_sql(")");
        if self.names.meta.audited {
            out.push_sql(", \"model_log\" AS (");
            self.push_log(out)?;
            out.push_sql(")");
        }
        if self.returns_rows {
            out.push_sql(" SELECT ");
            self.names.columns(NEW, out)?;
            out.push_sql(" FROM \"model_new\"");
            return Ok(());
        }
        push_result(self.names, self.target.is_single(), self.required, out)
    }

    /// The columns that are read before the write: all of them for one row, which may be returned, and the compared
    /// ones for a set. The more columns each row has, the sooner PostgreSQL writes the rows to a temporary file.
    fn columns_before(self) -> ColumnSet {
        let meta = self.names.meta;
        if self.target.is_single() {
            return meta.columns();
        }
        let mut columns = ColumnSet::default();
        let compared = self.significant.iter().filter(|index| *index < meta.fields.len());
        let compared = compared.chain(meta.traced(self.values.set()));
        compared.chain(meta.key.iter().copied()).chain(meta.change_log()).for_each(|index| columns.insert(index));
        columns
    }

    /// The columns that are read after the write: for a set whose rows are counted, those that the trail shows.
    fn columns_after(self) -> ColumnSet {
        let meta = self.names.meta;
        if self.target.is_single() || self.returns_rows {
            return meta.columns();
        }
        let mut columns = ColumnSet::default();
        meta.key.iter().for_each(|index| columns.insert(*index));
        if meta.audited {
            meta.traced(self.values.set()).chain(meta.repr).for_each(|index| columns.insert(index));
        }
        columns
    }

    /// Selects and locks the old rows, together with the new values, so that each value is bound once.
    fn push_old(self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let names = self.names;
        out.push_sql("SELECT ");
        names.only_columns(At::Table, self.columns_before(), out)?;
        for index in self.values.set().iter() {
            out.push_sql(", ");
            push_value(names, self.values, index, out)?;
            out.push_sql(" AS ");
            audit::push_new_name(names, index, out)?;
        }
        push_expected(names, self.target, out)?;
        push_locked(names, self.target, out)
    }

    fn push_new(self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let names = self.names;
        out.push_sql("UPDATE ");
        names.written(out)?;
        out.push_sql(" SET ");
        sql::separated(self.values.set().iter(), ", ", out, |index, out| {
            names.qualified(At::Bare, index, out)?;
            out.push_sql(" = ");
            audit::push_new_value(names, index, out)
        })?;
        audit::push_appended(names, self.values.set(), self.head, out)?;
        out.push_sql(" FROM \"model_old\" WHERE ");
        names.same_key(At::Table, OLD, out)?;
        if self.required != RequiredState::Any {
            out.push_sql(" AND ");
            names.is_deleted(OLD, self.required == RequiredState::Deleted, out)?;
        }
        push_is_expected(names, self.target.is_single(), out)?;
        push_status(names, OLD, self.target.status(), out)?;
        if self.rules.skips_unchanged {
            out.push_sql(" AND (");
            sql::separated(self.significant.iter(), " OR ", out, |index, out| {
                <Pg as crate::sql::dialect::Dialect>::differ(
                    names.meta.fields[index].encoding,
                    |out| names.qualified(OLD, index, out),
                    |out| audit::push_new_value(names, index, out),
                    out,
                )
            })?;
            out.push_sql(")");
        }
        out.push_sql(" RETURNING ");
        names.only_columns(At::Table, self.columns_after(), out)?;
        // The UPDATE returns the old values too: a second join of the rows before and after is quadratic when the
        // planner underestimates the number of rows.
        let traced = names.meta.traced(self.values.set()).filter(|_| names.meta.audited);
        for index in traced {
            out.push_sql(", ");
            names.qualified(OLD, index, out)?;
            out.push_sql(" AS ");
            audit::push_old_name(names, index, out)?;
        }
        Ok(())
    }

    fn push_log(self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let names = self.names;
        let written = self.values.set();
        audit::push_insert(names, self.operation, NEW, out, |out| audit::push_differences(names, written, out))?;
        out.push_sql(" FROM \"model_new\"");
        out.push_sql(" WHERE ");
        let touches = self.rules.is_touch || names.meta.tells_touches(written);
        audit::push_any_difference(names, written, touches, out)?;
        if !self.target.is_single() {
            out.push_sql(" ORDER BY ");
            names.key_columns(NEW, out)?;
        }
        Ok(())
    }

    /// An empty patch: the row is read and not written.
    fn push_nothing_to_write(self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let names = self.names;
        if !self.target.is_single() {
            out.push_sql(" SELECT 0::bigint");
            return Ok(());
        }
        out.push_sql(" SELECT ");
        names.columns(OLD, out)?;
        push_found(names, self.required, out)?;
        out.push_sql(" FROM \"model_old\"");
        Ok(())
    }
}

/// The identity of the prepared statement, if the columns are always the same.
fn id<M: Model, T: QueryId>(kind: Rules) -> Option<TypeId> {
    let fixed = kind.fixed && T::HAS_STATIC_QUERY_ID;
    fixed.then(|| match kind.required {
        RequiredState::Deleted => TypeId::of::<PgUpdate<'static, M, T::QueryId, RestoreKind>>(),
        RequiredState::Live | RequiredState::Any => TypeId::of::<PgUpdate<'static, M, T::QueryId, DeleteKind>>(),
    })
}

pub(crate) fn by_key<Conn, Row>(
    conn: &mut Conn,
    kind: Rules,
    target: ByKey<Row>,
    values: &<Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    if !<Row::Model as Model>::META.is_compared() {
        return plain::by_key::<_, _>(conn, kind, &target, values, &operation);
    }
    let update = PgUpdate::<Row::Model, _, PatchKind>::of(kind, target, Held::Borrowed(values), operation);
    let row: Option<Coded<Row>> = read_one(conn, &update, id::<Row::Model, ByKey<Row>>(kind))?;
    Ok(row.map_or(Outcome::NotFound, |row| row.outcome(kind.required.of::<Row::Model>())))
}

pub(crate) fn set<Conn, Row, Filter>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<usize>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg> + QueryId,
{
    if !<Row::Model as Model>::META.is_compared() {
        return plain::set::<_, _, _>(conn, kind, target, &values);
    }
    let update = PgUpdate::<Row::Model, _, PatchKind>::of(kind, target, Held::Owned(values), operation);
    let row: Option<Number> = read_one(conn, &update, id::<Row::Model, ByFilter<Row, Filter>>(kind))?;
    Ok(row.map_or(0, |number| number.count()))
}

/// Updates the rows, and returns those that were changed.
pub(crate) fn set_returning<Conn, Row, Filter>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg> + QueryId,
{
    if !<Row::Model as Model>::META.is_compared() {
        return plain::set_returning(conn, kind, target, &values);
    }
    let update = PgUpdate::<Row::Model, _, PatchKind>::of(kind, target, Held::Owned(values), operation);
    if update.rules.skips_unchanged && update.significant.is_empty() {
        return Ok(Vec::new());
    }
    Ok(load_rows(conn, PgUpdate { returns_rows: true, ..update })?)
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/update/pg.rs"]
pub(crate) mod twin;
