//! A table in parts, in the order of its key.

use crate::meta::error::Result;
use crate::model::Model;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::parts::key_compares;
use crate::sql::rows::{load_row, statement};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::result::Error::DeserializationError;

/// The rows after one key and up to another, at most so many.
#[allow(missing_debug_implementations)]
pub struct Part<M: Model> {
    after: Option<M::Key>,
    until: Option<M::Key>,
    size: usize,
}

impl<M: Model> Part<M> {
    /// The first rows of the table.
    pub(crate) fn first(size: usize) -> Self {
        Self { after: None, until: None, size }
    }

    /// Goes on after a row.
    pub(crate) fn follow(&mut self, key: M::Key) {
        self.after = Some(key);
    }

    /// How many rows it has at most.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// The last row of the part; none if it has all rows that are left.
    pub(crate) fn end(&self) -> Option<&M::Key> {
        self.until.as_ref()
    }

    /// Whether neither end of the part is known.
    #[cfg(feature = "postgres")]
    pub(crate) fn is_whole(&self) -> bool {
        self.after.is_none() && self.until.is_none()
    }

    /// Pushes ` FROM articles WHERE (id) > (..) AND (id) <= (..)`.
    pub(crate) fn push_from<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
        M: ModelOn<DB>,
    {
        out.push_sql(" FROM ");
        sql::table::<M, DB>(out)?;
        let mut word = " WHERE ";
        for (key, comparison) in [(&self.after, ">"), (&self.until, "<=")] {
            let Some(key) = key else { continue };
            out.push_sql(std::mem::replace(&mut word, " AND "));
            key_compares::<M, DB>(comparison, key, out)?;
        }
        Ok(())
    }

    /// Pushes ` ORDER BY id`.
    pub(crate) fn push_order<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
        M: ModelOn<DB>,
    {
        out.push_sql(" ORDER BY ");
        sql::key_columns::<M, DB>(At::Table, out)
    }
}

/// `SELECT .. FROM articles WHERE (id) > (..) ORDER BY id LIMIT 1 OFFSET 4999`
struct Nth<'p, M: Model>(&'p Part<M>, usize);

statement!(['p, M: Model] Nth<'p, M>, by_text);

impl<M: ModelOn<DB>, DB: Dialect> QueryFragment<DB> for Nth<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self(part, place) = self;
        out.push_sql("SELECT ");
        sql::columns::<M, DB>(At::Table, &mut out)?;
        part.push_from(&mut out)?;
        part.push_order(&mut out)?;
        out.push_sql(&format!(" LIMIT 1 OFFSET {}", place - 1));
        Ok(())
    }
}

/// The same part with its end. A row that cannot be read as the model, because something else wrote it, is the end of
/// no part: then the part is longer.
pub(crate) fn bounded<Conn, M>(conn: &mut Conn, part: &Part<M>) -> Result<Part<M>>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    let mut place = part.size;
    let last: Option<M> = loop {
        match load_row(conn, Nth(part, place)) {
            Err(DeserializationError(_)) => place *= 2,
            row => break row?,
        }
    };
    Ok(Part { after: part.after.clone(), until: last.map(|row| row.key()), size: part.size })
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/part.rs"]
pub(crate) mod twin;
