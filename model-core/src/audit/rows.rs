//! Reads the rows of a model as JSON, and the keys that only the trail has, on each backend.

use crate::audit::discrepancy::Found;
use crate::audit::part::{Part, bounded};
use crate::audit::verify::Verifies;
use crate::meta::action::IN_HISTORY;
use crate::meta::error::Result;
use crate::model::Model;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::{load, statement};
use crate::trail::read::ObjectId;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// `SELECT .. FROM articles WHERE (id) > (..) AND (id) <= (..)`: all rows of a part, live and deleted.
struct Rows<'p, M: Model>(&'p Part<M>);

statement!(['p, M: Model] Rows<'p, M>, by_text);

/// `SELECT DISTINCT object_id FROM audit_logs WHERE content_type = .. [AND object_id > ..] AND object_id NOT IN (SELECT
/// CAST(id AS TEXT) FROM articles) ORDER BY object_id LIMIT ..`
struct Gone<'g, M> {
    after: Option<&'g str>,
    limit: usize,
    model: PhantomData<fn() -> M>,
}

statement!(['g, M: Model] Gone<'g, M>, by_text);

impl<'g, M: Model> Gone<'g, M> {
    /// Pushes the statement around the condition that no row has the key.
    fn push<'b, DB: Dialect>(
        &'b self,
        out: &mut AstPass<'_, 'b, DB>,
        push_condition: impl FnOnce(&mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
    ) -> QueryResult<()> {
        out.push_sql("SELECT DISTINCT object_id FROM audit_logs WHERE content_type = ");
        DB::text(M::META.content_type, out)?;
        if let Some(after) = self.after {
            out.push_sql(" AND object_id > ");
            DB::text(after, out)?;
        }
        [" AND ", IN_HISTORY, " AND "].into_iter().for_each(|part| out.push_sql(part));
        push_condition(out)?;
        out.push_sql(&format!(" ORDER BY object_id LIMIT {}", self.limit));
        Ok(())
    }
}

#[cfg(feature = "postgres")]
mod postgres;

#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod program;
