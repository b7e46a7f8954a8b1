//! The statements for the rows of one batch.

use crate::meta::Role;
use crate::meta::error::{Error, Result};
use crate::model::Model;
use crate::query::objects::default_scope::InScope;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::parts::key_compares;
use crate::sql::rows::statement;
use crate::sql::select::push_lock;
use crate::values::{BindValues, Values};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

/// `SELECT .. FROM articles WHERE deleted_at IS NOT NULL AND deleted_at < .. AND id > .. ORDER BY id LIMIT 500 FOR
/// UPDATE`
pub(crate) struct Page<M: Model> {
    /// The instant before which the rows were deleted, in the form of the marker.
    before: Option<M::Values>,
    after: Option<M::Key>,
    /// The value of the default scope.
    kept: Option<InScope<M>>,
    pub(crate) size: usize,
}

impl<M: Model> Page<M> {
    pub(crate) fn first(before: Option<DateTime<Utc>>, kept: Option<InScope<M>>, size: usize) -> Result<Self> {
        let marker = const { M::META.column_of(Role::DeletedAt) };
        if before.is_some() && M::META.has_flag_marker() {
            let message = "is a flag that does not say when the row was deleted: leave out `older_than`";
            return Err(Error::invalid(M::META.fields[marker].name, message));
        }
        let before = before.map(|instant| {
            let mut values = M::Values::default();
            values.fill_instant(marker, instant);
            values
        });
        Ok(Self { before, after: None, kept, size })
    }

    /// The rows after the one with this key.
    pub(crate) fn after(self, key: M::Key) -> Self {
        Self { after: Some(key), ..self }
    }

    /// Pushes ` FROM articles WHERE ..`.
    fn push_from<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
        M: ModelOn<DB>,
    {
        out.push_sql(" FROM ");
        sql::table::<M, DB>(out)?;
        out.push_sql(" WHERE ");
        sql::is_deleted::<M, DB>(At::Table, true, out)?;
        if let Some(before) = &self.before {
            let marker = const { M::META.column_of(Role::DeletedAt) };
            out.push_sql(" AND ");
            sql::column::<M, DB>(At::Table, marker, out)?;
            out.push_sql(" < ");
            before.bind(marker, out.reborrow())?;
        }
        if let Some(kept) = &self.kept {
            out.push_sql(" AND ");
            kept.walk_ast(out.reborrow())?;
        }
        if let Some(after) = &self.after {
            out.push_sql(" AND ");
            key_compares::<M, DB>(">", after, out)?;
        }
        Ok(())
    }
}

/// Counts the rows of all pages.
pub(crate) struct Total<'p, M: Model>(pub(crate) &'p Page<M>);

statement!(['p, M: Model] Total<'p, M>, by_text);

impl<M, DB> QueryFragment<DB> for Total<'_, M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*)");
        self.0.push_from(&mut out)
    }
}

/// Selects and locks the rows of a page.
pub(crate) struct Rows<'p, M: Model>(pub(crate) &'p Page<M>);

statement!(['p, M: Model] Rows<'p, M>, by_text);

impl<M, DB> QueryFragment<DB> for Rows<'_, M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::columns::<M, DB>(At::Table, &mut out)?;
        self.0.push_from(&mut out)?;
        out.push_sql(" ORDER BY ");
        sql::key_columns::<M, DB>(At::Table, &mut out)?;
        out.push_sql(&format!(" LIMIT {}", self.0.size));
        push_lock::<DB>(DB::LOCK, &mut out);
        Ok(())
    }
}
