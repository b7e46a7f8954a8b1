//! The history of one row.

use super::AuditEntry;
use super::read::{self, Read};
use crate::actor::Actor;
use crate::clock;
use crate::error::Result;
use crate::key::RowKey;
use crate::model::Model;
use crate::write::{Dialect, load, statement};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// The history of one row, oldest entry first: what `Article::history(&id)` returns.
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until it is run"]
pub struct History<M> {
    object_id: String,
    filters: Filters,
    model: PhantomData<M>,
}

/// What of a history is asked for.
#[derive(Debug, Clone, Default)]
struct Filters {
    action: Option<String>,
    actor: Option<(String, Option<String>)>,
    since: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    field: Option<String>,
}

impl<M: Model> History<M> {
    pub(crate) fn new(key: &M::Key) -> Self {
        Self { object_id: key.text(), filters: Filters::default(), model: PhantomData }
    }

    /// Only entries of one action: `create`, `patch`, `delete`, `restore`, `hard_delete`, or the name of an event.
    ///
    /// SQL: `.. AND action = ..`
    pub fn action(mut self, action: impl Into<String>) -> Self {
        self.filters.action = Some(action.into());
        self
    }

    /// Only entries of one actor, by kind and id.
    ///
    /// SQL: `.. AND actor_kind = .. AND actor_id = ..`
    pub fn by(mut self, actor: &Actor) -> Self {
        self.filters.actor = Some((actor.kind().to_owned(), actor.id().map(str::to_owned)));
        self
    }

    /// Only entries from this instant on.
    ///
    /// SQL: `.. AND created_at >= ..`
    pub fn since(mut self, instant: DateTime<Utc>) -> Self {
        self.filters.since = Some(clock::cut(instant));
        self
    }

    /// Only entries before this instant.
    ///
    /// SQL: `.. AND created_at < ..`
    pub fn until(mut self, instant: DateTime<Utc>) -> Self {
        self.filters.until = Some(clock::cut(instant));
        self
    }

    /// Only entries in which this field changed, masked ones included.
    ///
    /// SQL: `.. AND jsonb_exists(changes, ..)`, or what the backend has for it
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.filters.field = Some(field.into());
        self
    }

    /// Loads the entries in the order of the trail's sequence, whatever the clocks said.
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id = .. ORDER BY id`
    ///
    /// # Errors
    /// Those of the database.
    pub fn load<Conn>(self, conn: &mut Conn) -> Result<Vec<AuditEntry<M>>>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        let Self { object_id, filters, .. } = self;
        let rows: Vec<Read> = load(conn, Select::new(M::META.content_type, object_id, filters))?;
        Ok(rows.into_iter().map(|Read(log)| AuditEntry::new(log)).collect())
    }
}

/// `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id = .. ORDER BY id`
struct Select {
    content_type: &'static str,
    object_id: String,
    filters: Filters,
}

impl Select {
    fn new(content_type: &'static str, object_id: String, filters: Filters) -> Self {
        Self { content_type, object_id, filters }
    }
}

// The filters are part of the text and not of the type.
statement!([] Select, by_text);

impl<DB: Dialect> QueryFragment<DB> for Select {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { content_type, object_id, filters } = self;
        out.push_sql("SELECT ");
        read::push_columns(&mut out)?;
        out.push_sql(" FROM audit_logs WHERE content_type = ");
        DB::text(content_type, &mut out)?;
        out.push_sql(" AND object_id = ");
        DB::text(object_id, &mut out)?;
        filters.push(&mut out)?;
        out.push_sql(" ORDER BY id");
        Ok(())
    }
}

impl Filters {
    fn push<'b, DB: Dialect>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { action, actor, since, until, field } = self;
        if let Some(action) = action {
            out.push_sql(" AND action = ");
            DB::text(action, out)?;
        }
        if let Some((kind, id)) = actor {
            out.push_sql(" AND actor_kind = ");
            DB::text(kind, out)?;
            match id {
                None => out.push_sql(" AND actor_id IS NULL"),
                Some(id) => {
                    out.push_sql(" AND actor_id = ");
                    DB::text(id, out)?;
                }
            }
        }
        if let Some(since) = since {
            out.push_sql(" AND created_at >= ");
            DB::instant(since, out)?;
        }
        if let Some(until) = until {
            out.push_sql(" AND created_at < ");
            DB::instant(until, out)?;
        }
        if let Some(field) = field {
            out.push_sql(" AND ");
            DB::has_field("changes", field, out)?;
        }
        Ok(())
    }
}
