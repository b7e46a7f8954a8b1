//! The statement that selects entries.

use crate::audit::filters::Filters;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::sql::dialect::Dialect;
use crate::sql::rows::{load, statement};
use crate::trail::read;
use crate::trail::read::Read;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};

/// `SELECT .. FROM audit_logs WHERE .. ORDER BY id [DESC] [LIMIT ..]`
pub(crate) struct SelectEntries {
    filters: Filters,
    newest_first: bool,
    limit: Option<usize>,
}

impl SelectEntries {
    pub(crate) fn new(filters: Filters, newest_first: bool, limit: Option<usize>) -> Self {
        Self { filters, newest_first, limit }
    }

    pub(crate) fn load<Conn>(self, conn: &mut Conn) -> Result<Vec<AuditLog>>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        let rows: Vec<Read> = load(conn, self)?;
        Ok(rows.into_iter().map(|Read(log)| log).collect())
    }
}

// The filters are part of the text, but not of the type.
statement!([] SelectEntries, by_text);

impl<DB: Dialect> QueryFragment<DB> for SelectEntries {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { filters, newest_first, limit } = self;
        out.push_sql("SELECT ");
        read::push_columns(&mut out)?;
        filters.push_from(&mut out)?;
        out.push_sql(if *newest_first { " ORDER BY id DESC" } else { " ORDER BY id" });
        if let Some(limit) = limit {
            out.push_sql(&format!(" LIMIT {limit}"));
        }
        Ok(())
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/select.rs"]
pub(crate) mod twin;
