//! The UPDATE of many rows, each with values of its own: one statement for each group of rows.
//!
//! ```sql
//! UPDATE "articles" SET "title" = CASE "articles"."id" WHEN $1 THEN $2 WHEN $3 THEN $4 .. END, "updated_at" = $5
//! WHERE ("articles"."id") IN (($1), ($3), ..) AND "articles"."deleted_at" IS NULL AND ("title" IS DISTINCT FROM ..)
//! ```
//!
//! For the rest it is the update of a set: on PostgreSQL with the trail in the same statement, elsewhere as a program.

use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::model::{DeletionPolicy, Model};
use crate::operation::Operation;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::limit::{BESIDE_KEYS, per_statement};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::sql::lock::still_open;
use crate::sql::on::{ModelOn, RowOn};
use crate::sql::parts::key_values;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::sql::rows::load;
use crate::sql::rows::statement;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::sql::select::Select;
use crate::sql::state::RequiredState;
use crate::sql::target::Clause;
use crate::sql::{AnyValues, At};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::trail;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::trail::recorded::{Recorded, Traced};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::trail::told::{announce, withdraw};
use crate::values::computed::Computed;
use crate::values::{BindValues, Values};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::write::program::{Program, lock_first};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::write::update::program::{BeforeAndAfter, append_to_each, compare};
use crate::write::update::statement::{Returning, push_update};
use crate::write::update::{Rules, significant};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
#[cfg(feature = "postgres")]
use {
    crate::sql::document::Document, crate::sql::rows::Number, crate::trail::change_log::entry::head,
    crate::write::update::pg::Body, diesel::pg::Pg,
};

/// A row by its key, and the values that it gets.
pub(crate) type Given<M> = (<M as Model>::Key, <M as Model>::Values);

/// The most rows of one statement: each row is compared with the keys before its own.
const ROWS: usize = 250;

/// No column is computed.
static NONE: Computed = Computed::NONE;

/// Rows in groups that set the same columns, in the order of their first row.
pub(crate) fn by_columns<M: Model>(rows: Vec<Given<M>>) -> Vec<Vec<Given<M>>> {
    let mut groups: Vec<(ColumnSet, Vec<Given<M>>)> = Vec::new();
    for row in rows {
        let columns = row.1.columns();
        match groups.iter_mut().find(|(set, _)| *set == columns) {
            Some((_, group)) => group.push(row),
            None => groups.push((columns, vec![row])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The live rows among these, and their values, which set the same columns.
struct Many<'v, M: Model> {
    rows: &'v [Given<M>],
}

impl<M: Model> Many<'_, M> {
    fn columns(&self) -> ColumnSet {
        self.rows.first().map_or_else(ColumnSet::default, |(_, values)| values.columns())
    }
}

impl<M: ModelOn<DB>, DB: Dialect> Clause<DB> for Many<'_, M> {
    type Rows = M;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // The text depends on the number of rows.
        out.unsafe_to_cache_prepared();
        out.push_sql(" WHERE ");
        let names = sql::names::<M, DB>();
        let parts = names.meta.key.len();
        if let ([(key, _)], 2..) = (self.rows, parts) {
            sql::key_is::<M, DB>(key, out)?;
        } else {
            out.push_sql("(");
            names.key_columns(At::Table, out)?;
            out.push_sql(") IN (");
            sql::separated(self.rows, ", ", out, |(key, _), out| {
                out.push_sql("(");
                key_values::<M, DB>(key, out)?;
                out.push_sql(")");
                Ok(())
            })?;
            out.push_sql(")");
        }
        if M::Deletion::SOFT {
            out.push_sql(" AND ");
            names.is_deleted(At::Table, false, out)?;
        }
        Ok(())
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }
}

impl<M: ModelOn<DB>, DB: Dialect> AnyValues<DB> for Many<'_, M> {
    fn set(&self) -> ColumnSet {
        self.columns()
    }

    fn push<'b>(&'b self, column: usize, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Some((_, first)) = self.rows.first() else { return Ok(()) };
        if self.rows.len() == 1 || M::META.column(column).role.follows_writes() {
            return first.bind(column, out);
        }
        let names = sql::names::<M, DB>();
        let single = M::META.key.len() == 1;
        out.push_sql("CASE ");
        if single {
            names.key_columns(At::Table, &mut out)?;
        }
        for (key, values) in self.rows {
            out.push_sql(" WHEN ");
            match single {
                true => <M::Values as BindValues<DB>>::bind_key(key, 0, out.reborrow())?,
                false => sql::key_is::<M, DB>(key, &mut out)?,
            }
            out.push_sql(" THEN ");
            values.bind(column, out.reborrow())?;
        }
        out.push_sql(" END");
        Ok(())
    }

    fn is_null(&self, _: usize) -> bool {
        false
    }

    fn computed(&self) -> &Computed {
        &NONE
    }
}

/// The plain UPDATE.
struct UpdateMany<'s, M: Model> {
    rows: &'s Many<'s, M>,
    significant: ColumnSet,
    returning: Returning,
    held: bool,
}

statement!(['s, M: Model] UpdateMany<'s, M>, by_text);

impl<M: ModelOn<DB>, DB: Dialect> QueryFragment<DB> for UpdateMany<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { rows, significant, returning, held } = self;
        let names = sql::names::<M, DB>();
        push_update(names, *rows, *rows, (RequiredState::Any, *significant), returning, &mut out)?;
        if *held {
            out.push_sql(DB::AND_OPEN);
        }
        Ok(())
    }
}

/// The parts that are the same for all groups of rows: the rules, and the columns of which one has to differ. None if
/// there is nothing to write.
fn plan<M: Model>(rows: &[Given<M>]) -> Option<(Rules, ColumnSet)> {
    let columns = Many::<M> { rows }.columns();
    let significant = significant(M::META, columns);
    (!significant.is_empty()).then(|| (Rules::PATCH.writing(M::META, columns), significant))
}

/// How many rows one statement takes: each binds its key, and, twice at most, a value with the key for each column.
fn rows_each<M: Model, DB: Dialect>(rows: &[Given<M>]) -> usize {
    let (parts, columns) = (M::META.key.len(), Many::<M> { rows }.columns().iter().count());
    per_statement::<DB>(parts + 2 * columns * (parts + 1), BESIDE_KEYS).min(ROWS)
}

/// One statement for each group of rows, with the trail in it.
#[cfg(feature = "postgres")]
struct PgUpdateMany<'s, M: Model> {
    rows: Many<'s, M>,
    significant: ColumnSet,
    operation: Operation<'s>,
    head: Option<Document>,
    rules: Rules,
}

#[cfg(feature = "postgres")]
statement!(['s, M: Model] PgUpdateMany<'s, M>, by_text);

#[cfg(feature = "postgres")]
impl<M: ModelOn<Pg>> QueryFragment<Pg> for PgUpdateMany<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let body = Body {
            names: sql::names::<M, Pg>(),
            target: &self.rows,
            values: &self.rows,
            significant: self.significant,
            operation: &self.operation,
            head: self.head.as_ref(),
            rules: self.rules,
            returns_rows: false,
            required: RequiredState::Any,
        };
        body.push(&mut out)
    }
}

#[cfg(feature = "postgres")]
pub(crate) fn pg<Conn, Row>(conn: &mut Conn, rows: &[Given<Row::Model>], operation: Operation<'_>) -> Result<usize>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    let Some((rules, significant)) = plan::<Row::Model>(rows) else { return Ok(0) };
    let size = rows_each::<Row::Model, Pg>(rows);
    if rows.len() <= size {
        return pg_group::<_, Row>(conn, rows, rules, significant, operation);
    }
    operation.transaction(conn, |conn| {
        let mut count = 0;
        for rows in rows.chunks(size) {
            count += pg_group::<_, Row>(conn, rows, rules, significant, operation)?;
        }
        Ok(count)
    })
}

#[cfg(feature = "postgres")]
fn pg_group<Conn, Row>(
    conn: &mut Conn,
    rows: &[Given<Row::Model>],
    rules: Rules,
    significant: ColumnSet,
    operation: Operation<'_>,
) -> Result<usize>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    let rows = Many::<Row::Model> { rows };
    if !<Row::Model as Model>::META.is_compared() {
        return plain_group(conn, &rows, rules, significant);
    }
    let head = <Row::Model as Model>::META.change_log().map(|_| head(&operation));
    let numbers = crate::sql::rows::load(conn, PgUpdateMany { rows, significant, operation, head, rules })?;
    Ok(numbers.first().map_or(0, Number::count))
}

/// The same without a trail, on every backend.
fn plain_group<Conn, M>(conn: &mut Conn, rows: &Many<'_, M>, rules: Rules, significant: ColumnSet) -> Result<usize>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    let significant = if rules.skips_unchanged { significant } else { ColumnSet::default() };
    let update = UpdateMany { rows, significant, returning: Returning::default(), held: false };
    Ok(crate::sql::rows::execute(conn, update)?)
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn program<Conn, Row>(conn: &mut Conn, rows: &[Given<Row::Model>], operation: Operation<'_>) -> Result<usize>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    let Some((rules, significant)) = plan::<Row::Model>(rows) else { return Ok(0) };
    let size = rows_each::<Row::Model, Conn::Backend>(rows);
    let meta = <Row::Model as Model>::META;
    if !meta.is_compared() && rows.len() <= size {
        return plain_group(conn, &Many::<Row::Model> { rows }, rules, significant);
    }
    operation.transaction(conn, |conn| {
        lock_first::<_, Row::Model>(conn, &operation)?;
        let mut count = 0;
        for rows in rows.chunks(size) {
            let rows = Many::<Row::Model> { rows };
            count += match meta.is_compared() {
                true => write_group::<_, Row>(conn, &rows, rules, significant, &operation)?,
                false => plain_group(conn, &rows, rules, significant)?,
            };
        }
        Ok(count)
    })
}

/// Writes a group of rows, and their entries.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
fn write_group<Conn, Row>(
    conn: &mut Conn,
    rows: &Many<'_, Row::Model>,
    rules: Rules,
    significant: ColumnSet,
    operation: &Operation<'_>,
) -> Result<usize>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    let meta = <Row::Model as Model>::META;
    let compared = BeforeAndAfter::new(rules, meta, rows.columns(), operation);
    let columns = compared.columns();
    let old: Vec<Recorded<Row::Model>> = load(conn, Select::<Row::Model, _>::locked(rows).tracing(columns))?;
    // The entries of the group before have taken the announcement back.
    announce(conn, meta)?;
    let significant = if rules.skips_unchanged { significant } else { ColumnSet::default() };
    let update = |returning| UpdateMany { rows, significant, returning, held: true };
    let (count, new): (_, Vec<Traced<Row::Model>>) = if <Conn::Backend as Dialect>::RETURNING {
        let new: Vec<_> = load(conn, update(Returning { columns, traced: Some(columns.to_number()) }))?;
        (new.len(), new)
    } else {
        let count = crate::sql::rows::execute(conn, update(Returning::default()))?;
        if count == 0 {
            still_open(conn)?;
        }
        (count, load(conn, Select::<Row::Model, _>::locked(rows).only(columns))?)
    };
    if let Some(log) = &compared.log {
        append_to_each::<_, Row::Model>(conn, log, &old, &new)?;
    }
    let entries = compared.trail.as_ref().map(|trail| compare(trail, old.iter().map(|row| &row.values), &new));
    let entries = entries.unwrap_or_default();
    trail::insert(conn, meta.content_type, operation, &entries)?;
    if entries.is_empty() {
        withdraw(conn, meta)?;
    }
    Ok(count)
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/update/many.rs"]
pub(crate) mod twin;
