//! Appends to logs with a separate UPDATE in the same transaction, where the statement of the write cannot do it.

use crate::meta::Meta;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::{Error, Result};
use crate::model::Manager;
use crate::operation::Operation;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::{load_row, statement};
use crate::sql::select::SelectOne;
use crate::sql::target::{AnyClause, ByKey};
use crate::sql::{At, Names};
use crate::trail::change_log::entry::head;
use crate::trail::record::TracedChanges;
use crate::trail::snapshot::Snapshot;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// Why a value with a NUL character is refused.
const NUL: &str = "contains a NUL character, which the log of changes cannot store";

/// A backend that appends to logs with a separate UPDATE.
pub(crate) trait AppendsTo: Dialect {
    /// Pushes an array with one more document, which is bound as text.
    ///
    /// # Errors
    /// Errors of the parts.
    fn appended<'b>(
        array: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        document: &'b str,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>;
}

#[cfg(feature = "sqlite")]
impl AppendsTo for diesel::sqlite::Sqlite {
    fn appended<'b>(
        array: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        document: &'b str,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        out.push_sql("json_insert(");
        array(out)?;
        out.push_sql(", '$[#]', json(");
        Self::text(document, out)?;
        out.push_sql("))");
        Ok(())
    }
}

#[cfg(feature = "mysql")]
impl AppendsTo for diesel::mysql::Mysql {
    fn appended<'b>(
        array: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        document: &'b str,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        out.push_sql("JSON_ARRAY_APPEND(");
        array(out)?;
        // MariaDB cannot cast to JSON, and both servers treat the result of a JSON function as a document.
        out.push_sql(", '$', JSON_EXTRACT(");
        Self::text(document, out)?;
        out.push_sql(", '$'))");
        Ok(())
    }
}

/// The columns that a write can change in a row, and which of them the log of the row keeps.
pub(crate) struct Appends {
    column: usize,
    changes: TracedChanges,
    /// What all entries share: everything before the changes.
    head: String,
}

impl Appends {
    /// None for a model without a log.
    pub(crate) fn of(meta: &'static Meta, written: ColumnSet, operation: &Operation<'_>) -> Option<Self> {
        let column = meta.change_log()?;
        let head = head(operation);
        // The closing brace is removed, because the changes follow.
        let head = head.as_str().strip_suffix('}').unwrap_or_default().to_owned();
        Some(Self { column, changes: TracedChanges::logged(meta, written), head })
    }

    /// The columns whose values before and after the write are needed.
    pub(crate) fn columns(&self) -> ColumnSet {
        self.changes.columns()
    }

    /// The entry of a row that was written, unless no significant column differs.
    pub(crate) fn entry(&self, old: &Snapshot, new: &Snapshot) -> Result<Option<String>> {
        let Some(row) = self.changes.row(old, new) else { return Ok(None) };
        match row.nul {
            Some(field) => Err(Error::invalid(field, NUL)),
            None => Ok(Some(format!("{},\"changes\":{}}}", self.head, row.changes.as_str()))),
        }
    }

    /// Appends an entry to the log of a row.
    pub(crate) fn append<Conn, Row>(&self, conn: &mut Conn, target: &ByKey<Row>, entry: &str) -> Result<()>
    where
        Conn: LoadConnection<Backend: AppendsTo>,
        Row: RowOn<Conn::Backend>,
    {
        crate::sql::rows::execute(conn, Append::<Row, false> { target, column: self.column, entry })?;
        Ok(())
    }

    /// Appends an entry to the log of a row, and returns the row.
    pub(crate) fn append_returning<Conn, Row>(
        &self,
        conn: &mut Conn,
        target: &ByKey<Row>,
        entry: &str,
    ) -> Result<Option<Row>>
    where
        Conn: LoadConnection<Backend: AppendsTo>,
        Row: RowOn<Conn::Backend>,
    {
        Ok(if <Conn::Backend as Dialect>::RETURNING {
            load_row(conn, Append::<Row, true> { target, column: self.column, entry })?
        } else {
            self.append(conn, target, entry)?;
            load_row(conn, SelectOne::locked(target))?
        })
    }
}

/// `UPDATE articles SET changes = json_insert(changes, '$[#]', json(?)) WHERE id = ? [RETURNING ..]`
struct Append<'s, Row: Manager, const RETURNING: bool> {
    target: &'s ByKey<Row>,
    column: usize,
    entry: &'s str,
}

statement!(['s, Row: Manager, const RETURNING: bool] Append<'s, Row, RETURNING>);

impl<Row: Manager, const RETURNING: bool> QueryId for Append<'_, Row, RETURNING> {
    type QueryId = Append<'static, Row, RETURNING>;
}

impl<Row, DB, const RETURNING: bool> QueryFragment<DB> for Append<'_, Row, RETURNING>
where
    DB: AppendsTo,
    Row: RowOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { target, column, entry } = self;
        push_append(sql::names::<Row::Model, DB>(), *target, *column, entry, &mut out)?;
        if RETURNING {
            out.push_sql(" RETURNING ");
            sql::columns::<Row::Model, DB>(At::Table, &mut out)?;
        }
        Ok(())
    }
}

fn push_append<'b, DB: AppendsTo>(
    names: Names<'b, DB>,
    target: &'b dyn AnyClause<DB>,
    column: usize,
    entry: &'b str,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("UPDATE ");
    names.written(out)?;
    out.push_sql(" SET ");
    names.qualified(At::Bare, column, out)?;
    out.push_sql(" = ");
    DB::appended(|out| names.qualified(At::Table, column, out), entry, out)?;
    target.push_where(out)
}

#[cfg(feature = "async")]
#[path = "../../../twins/trail/change_log/append.rs"]
pub(crate) mod twin;
